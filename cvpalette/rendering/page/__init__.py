"""What pages for the browser are made of: each part is a piece of markup, of style, or of script."""
