"""What the command does with its arguments: select, run, write, report."""
