# 16 colors of game.png, by cvpalette
extends RefCounted

const COLOR_1 := Color("#5cc8e8") # 53.1%
const COLOR_2 := Color("#8a5a3b") # 13.8%
const COLOR_3 := Color("#3aa6b9") # 7.1%
const COLOR_4 := Color("#6cc644") # 6.1%
const COLOR_5 := Color("#2f8f9d") # 4.0%
const COLOR_6 := Color("#fff6e0") # 3.4%
const COLOR_7 := Color("#ffffff") # 3.4%
const COLOR_8 := Color("#3f8f2e") # 3.2%
const COLOR_9 := Color("#6b432b") # 1.9%
const COLOR_10 := Color("#a4161a") # 1.8%
const COLOR_11 := Color("#e5383b") # 0.6%
const COLOR_12 := Color("#2b2140") # 0.5%
const COLOR_13 := Color("#d9c7b8") # 0.4%
const COLOR_14 := Color("#2f6fde") # 0.3%
const COLOR_15 := Color("#f4772e") # 0.2%
const COLOR_16 := Color("#f9c22e") # 0.2%

const ALL_COLOR: Array[Color] = [
	COLOR_1,
	COLOR_2,
	COLOR_3,
	COLOR_4,
	COLOR_5,
	COLOR_6,
	COLOR_7,
	COLOR_8,
	COLOR_9,
	COLOR_10,
	COLOR_11,
	COLOR_12,
	COLOR_13,
	COLOR_14,
	COLOR_15,
	COLOR_16,
]
