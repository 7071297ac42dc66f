"""`python -m cvpalette`."""

from cvpalette.cli import main

if __name__ == "__main__":
    main()
