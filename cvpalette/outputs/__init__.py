"""The outputs that come with cvpalette, one a file; pyproject.toml registers them as a plugin's would be."""
