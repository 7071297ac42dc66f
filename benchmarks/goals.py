#!/usr/bin/env python3
"""Measure what cvpalette promises; print and write goals.md, goal beside measured value."""

import sys

from suite.launch import launch

if __name__ == "__main__":
    sys.exit(launch("suite.goals", __doc__ or ""))
