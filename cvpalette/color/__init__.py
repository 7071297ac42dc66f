"""Colors and palettes: notations, spaces, names, differences."""
