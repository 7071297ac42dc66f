"""Prints the named colors that GTK 4 finds in a style sheet as JSON, and what it says of the sheet."""

import json
import re
import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "4.0")
from gi.repository import Gtk  # noqa: E402

path = Path(sys.argv[1])
said: list[str] = []
provider = Gtk.CssProvider()
provider.connect("parsing-error", lambda *found: said.append(found[-1].message))
provider.load_from_path(str(path))
# It prints what it has read, without what it did not understand.
found = dict(re.findall(r"@define-color (\w+) ([^;]+);", provider.to_string()))
print(json.dumps({"colors": found, "said": said}))
