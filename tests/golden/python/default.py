# 4 colors of stripes.png, by cvpalette
PALETTE: dict[str, str] = {
    "color_1": "#264653",  # 25.0%
    "color_2": "#2a9d8f",  # 25.0%
    "color_3": "#e9c46a",  # 25.0%
    "color_4": "#e76f51",  # 25.0%
}

RGB: tuple[tuple[int, int, int], ...] = (
    (38, 70, 83),
    (42, 157, 143),
    (233, 196, 106),
    (231, 111, 81),
)
