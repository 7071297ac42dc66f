# 9 colors of stripes.png, by cvpalette
# By Ada
# CC0 */ -->
extends RefCounted

const COLOR_CREME := Color("#26465380") # Crème *, 11.1%
const COLOR_CLASS := Color("#2a9d8f") # class, 11.1%
const COLOR_CLASS_2 := Color("#e9c46a") # Class, 11.1%
const COLOR_2ND := Color("#f4a261") # 2nd, 11.1%
const COLOR_CREME_X := Color("#e76f51") # Crème */ --> ' % $x \ < & ", 11.1%
const COLOR_6 := Color("#000000") # 11.1%
const COLOR_COLOR := Color("#ffffff") # color, 11.1%
const COLOR_ALL := Color("#010203") # all, 11.1%
const COLOR_HASH_CODE := Color("#fefdfc") # hash code, 11.1%

const ALL_COLOR: Array[Color] = [
	COLOR_CREME,
	COLOR_CLASS,
	COLOR_CLASS_2,
	COLOR_2ND,
	COLOR_CREME_X,
	COLOR_6,
	COLOR_COLOR,
	COLOR_ALL,
	COLOR_HASH_CODE,
]
