"""An output of cvpalette: a photo as a Base16 color scheme."""
