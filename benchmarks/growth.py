#!/usr/bin/env python3
"""Measure time and memory by megapixels, colors and images; write growth.md and growth.png."""

import sys

from suite.launch import launch

if __name__ == "__main__":
    sys.exit(launch("suite.growth", __doc__ or ""))
