"""Read Tableau's preferences with tab-pal, and print the name, type and colors of each palette as JSON."""

import json
import sys

from tab_pal.tab_pal import TabPal

# Its window is not opened.
program = object.__new__(TabPal)
program.preferences_file = sys.argv[1]
print(json.dumps([list(palette.values()) for palette in program.get_existing_palettes()]))
