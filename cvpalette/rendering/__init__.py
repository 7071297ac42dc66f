"""What outputs share: names, escaping, parsing, chips of color, pages."""
