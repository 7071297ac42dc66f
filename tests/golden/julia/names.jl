# 9 colors of stripes.png, by cvpalette
# By Ada
# CC0 */ -->
using Colors

const palette = [
    colorant"#26465380", # 11.1%
    colorant"#2a9d8f", # 11.1%
    colorant"#e9c46a", # 11.1%
    colorant"#f4a261", # 11.1%
    colorant"#e76f51", # 11.1%
    colorant"#000000", # 11.1%
    colorant"#ffffff", # 11.1%
    colorant"#010203", # 11.1%
    colorant"#fefdfc", # 11.1%
]

const palette_names = [
    "Crème *",
    "class",
    "Class",
    "2nd",
    "Crème */ --> ' % \$x \\ < & \"",
    "color-6",
    "color",
    "all",
    "hash code",
]
