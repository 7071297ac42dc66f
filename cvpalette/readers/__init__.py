"""Readers of palette files that no output writes; each is a plugin."""
