"""The benchmark suite of cvpalette: environments, tools, measurements and reports."""
