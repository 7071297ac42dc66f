"""Reads TIFF: its directories, its samples of any depth and layout, and their colors."""
