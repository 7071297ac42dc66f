"""Decodes the bytes of a file to upright sRGB pixels, for any format, depth and profile."""
