# 9 colors of stripes.png, by cvpalette
# By Ada
# CC0 */ -->
PALETTE: dict[str, str] = {
    "creme": "#264653",  # Crème *, 11.1%
    "class": "#2a9d8f",  # class, 11.1%
    "class_2": "#e9c46a",  # Class, 11.1%
    "color_2nd": "#f4a261",  # 2nd, 11.1%
    "creme_x": "#e76f51",  # Crème */ --> ' % $x \ < & ", 11.1%
    "color_6": "#000000",  # 11.1%
    "color": "#ffffff",  # color, 11.1%
    "all": "#010203",  # all, 11.1%
    "hash_code": "#fefdfc",  # hash code, 11.1%
}

RGB: tuple[tuple[int, int, int], ...] = (
    (38, 70, 83),
    (42, 157, 143),
    (233, 196, 106),
    (244, 162, 97),
    (231, 111, 81),
    (0, 0, 0),
    (255, 255, 255),
    (1, 2, 3),
    (254, 253, 252),
)
