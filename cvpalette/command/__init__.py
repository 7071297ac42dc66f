"""The command `cvpalette`: reads its arguments, runs, writes files and reports to people."""
