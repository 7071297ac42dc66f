#!/usr/bin/env python3
"""Run cvpalette and every peer on the same photos; write results.md and error-against-time.png."""

import sys

from suite.launch import launch

if __name__ == "__main__":
    sys.exit(launch("suite.comparison", __doc__ or ""))
