# 4 colors of stripes.png, by cvpalette
palette_colors <- c(
  "color-1" = "#264653", # 25.0%
  "color-2" = "#2a9d8f", # 25.0%
  "color-3" = "#e9c46a", # 25.0%
  "color-4" = "#e76f51" # 25.0%
)

scale_colour_palette <- function(...) {
  ggplot2::scale_colour_manual(..., values = unname(palette_colors))
}

scale_fill_palette <- function(...) {
  ggplot2::scale_fill_manual(..., values = unname(palette_colors))
}

scale_color_palette <- scale_colour_palette
