"""What clusters: cells that count colours, seeds, moves, and the rounding at the end."""
