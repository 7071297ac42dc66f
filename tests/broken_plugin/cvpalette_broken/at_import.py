"""A module that cannot be imported."""

raise RuntimeError("broken on import\nand on a second line")
