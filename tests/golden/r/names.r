# 9 colors of stripes.png, by cvpalette
# By Ada
# CC0 */ -->
palette_colors <- c(
  "Crème *" = "#26465380", # 11.1%
  "class" = "#2a9d8f", # 11.1%
  "Class" = "#e9c46a", # 11.1%
  "2nd" = "#f4a261", # 11.1%
  "Crème */ --> ' % $x \\ < & \"" = "#e76f51", # 11.1%
  "color-6" = "#000000", # 11.1%
  "color" = "#ffffff", # 11.1%
  "all" = "#010203", # 11.1%
  "hash code" = "#fefdfc" # 11.1%
)

scale_colour_palette <- function(...) {
  ggplot2::scale_colour_manual(..., values = unname(palette_colors))
}

scale_fill_palette <- function(...) {
  ggplot2::scale_fill_manual(..., values = unname(palette_colors))
}

scale_color_palette <- scale_colour_palette
