"""An output of cvpalette: a photo as a color theme of Emacs."""
