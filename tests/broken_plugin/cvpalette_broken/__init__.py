"""Outputs that fail in every place where an output can."""
