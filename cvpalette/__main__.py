"""`python -m cvpalette`."""

import sys

from cvpalette.cli import main

if __name__ == "__main__":
    sys.exit(main())
