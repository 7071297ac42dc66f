"""Decide which pixels count: regions, masks, borders and ignored colors."""
