# 6 colors of world.webp, by cvpalette
palette_colors <- c(
  "color-1" = "#71a3c6", # 32.7%
  "color-2" = "#7eb0d2", # 30.5%
  "color-3" = "#a1c1ce", # 4.5%
  "color-4" = "#bbcbb6", # 8.5%
  "color-5" = "#e0dfc3", # 11.0%
  "color-6" = "#e8edf2" # 12.9%
)

scale_colour_palette <- function(...) {
  ggplot2::scale_colour_manual(..., values = unname(palette_colors))
}

scale_fill_palette <- function(...) {
  ggplot2::scale_fill_manual(..., values = unname(palette_colors))
}

scale_color_palette <- scale_colour_palette
