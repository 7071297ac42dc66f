# 4 colors of stripes.png, by cvpalette
extends RefCounted

const COLOR_1 := Color("#264653") # 25.0%
const COLOR_2 := Color("#2a9d8f") # 25.0%
const COLOR_3 := Color("#e9c46a") # 25.0%
const COLOR_4 := Color("#e76f51") # 25.0%

const ALL_COLOR: Array[Color] = [
	COLOR_1,
	COLOR_2,
	COLOR_3,
	COLOR_4,
]
