"""From the contents of a palette file to its colors: what the readers of formats share."""
