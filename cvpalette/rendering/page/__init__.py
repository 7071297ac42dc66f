"""The parts of the HTML pages: pieces of markup, styles and scripts."""
