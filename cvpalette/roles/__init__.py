"""Roles for the colors of a palette: schemes, terminal colors, ramps, color vision, in pure Python."""
