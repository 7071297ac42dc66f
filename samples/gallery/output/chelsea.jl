# 5 colors of chelsea.png, by cvpalette
using Colors

const palette = [
    colorant"#a77e5d", # 29.6%
    colorant"#845632", # 23.7%
    colorant"#866757", # 20.1%
    colorant"#b2978d", # 19.6%
    colorant"#452c1c", # 7.0%
]

const palette_names = [
    "mocha",
    "cocoa",
    "cocoa-2",
    "mushroom",
    "dark brown",
]
