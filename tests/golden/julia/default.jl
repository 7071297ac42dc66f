# 4 colors of stripes.png, by cvpalette
using Colors

const palette = [
    colorant"#264653", # 25.0%
    colorant"#2a9d8f", # 25.0%
    colorant"#e9c46a", # 25.0%
    colorant"#e76f51", # 25.0%
]

const palette_names = [
    "color-1",
    "color-2",
    "color-3",
    "color-4",
]
