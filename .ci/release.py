"""Prints what CHANGELOG says of a release, or fails: python .ci/release.py v1.2.0."""

import re
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]


def read_version() -> str:
    """Return the version of the package, without importing it."""
    text = (CHECKOUT / "cvpalette" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    return found[1] if found else ""


def read_notes(changelog: str, version: str) -> str:
    """Return the text below the heading of a version; '' if there is none."""
    heading = rf"^## \[?{re.escape(version)}\]?(?: [^\n]*)?\n"
    found = re.search(rf"{heading}(.*?)(?=^## |\Z)", changelog, re.DOTALL | re.MULTILINE)
    return found[1].strip() if found else ""


def main(tag: str) -> None:
    """Check that a tag is the version, and print the section of the version."""
    version = read_version()
    if tag != f"v{version}":
        sys.exit(f"the tag is '{tag}', and the version of the package '{version}'")
    notes = read_notes((CHECKOUT / "CHANGELOG.md").read_text("utf-8"), version)
    if not notes:
        sys.exit(f"CHANGELOG.md says nothing of version '{version}'")
    sys.stdout.write(f"{notes}\n")


if __name__ == "__main__":
    main(sys.argv[1])
