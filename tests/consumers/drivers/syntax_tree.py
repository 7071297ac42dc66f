"""Prints as JSON whether tree-sitter's grammar of a language finds an error in a source file."""

import importlib
import json
import sys
from pathlib import Path

from tree_sitter import Language, Parser

_, language, path = sys.argv
grammar = importlib.import_module(f"tree_sitter_{language}")
root = Parser(Language(grammar.language())).parse(Path(path).read_bytes()).root_node
print(json.dumps(root.has_error))
