"""From a file's bytes to upright sRGB pixels, whatever the format, depth or profile."""
