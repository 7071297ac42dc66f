"""The outputs that come with cvpalette, one per file; pyproject.toml registers them the way a plugin does."""
