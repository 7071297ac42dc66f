"""Palettes that come with cvpalette, by name."""
