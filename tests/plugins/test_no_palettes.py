"""Nothing is taken for a palette that is none: files of every day, under plain suffixes."""

from typing import Final

import pytest

from cvpalette.errors import PaletteFileError
from cvpalette.plugins.reading import read_palette

_SUFFIXES: Final = ("", ".txt", ".json", ".xml", ".dat")

FILES: Final = {
    "a list of goods": "apples 12\npears 30\n",
    "a list of words": "Sea blue\nSun yellow\n",
    "names of colors in a list": "tan\ntomato\nplum\n",
    "a configuration": "# config\nport 80\nlevel 3\n",
    "a configuration with equal signs": "[server]\nhost = localhost\nport = 8080\n",
    "notes": "Call Ada at noon.\n\n- milk\n- bread\n",
    "a list in Markdown": "- red\n- blue\n",
    "Markdown": "# Title\n\nThe color is #ff0000.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "points": "1.5 2.5\n3.5 4.5\n",
    "points in space": "1 2 3\n4 5 6\n",
    "two ranges": "48 200 49 210\n49 210 50 220\n",
    "ranges with eight columns": "0 1 2 3 4 5 6 7\n8 9 10 11 12 13 14 15\n",
    "ranges with ten columns": "0 1 2 3 4 5 6 7 8 9\n5 9 8 7 6 6 5 4 3 2\n",
    "a matrix": "0.1 0.2 0.3\n0.4 0.5 0.6\n",
    "a matrix with commas": "0.1,0.2,0.3\n0.4,0.5,0.6\n",
    "numbers of a raster": "0 10 20 30\n1 40 50 60\n2 70 80 90\n",
    "numbers of MIDI": "60 64 67\n62 65 69\n",
    "counted lines": "12 12\n",
    "identifiers": "123456,654321\n111111,222222\n",
    "one identifier a line": "123456\n654321\n",
    "numbers of telephones": "100000-200000\n",
    "dates": "20240101\n20240102\n",
    "identifiers of a table": "id,name,amount\n1,Ada,30\n2,Bob,40\n",
    "a log": "2024-01-01 10:00:00 INFO start\n2024-01-01 10:00:01 WARN 404\n",
    "a log of a server": '127.0.0.1 - - [01/Jan/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 12\n',
    "YAML": "name: ci\non: push\njobs:\n  test:\n    runs-on: ubuntu\n",
    "TOML": '[project]\nname = "demo"\nversion = "1.0"\n',
    "a notebook": '{"cells": [{"cell_type": "code", "source": ["print(1)"], "outputs": []}],'
    ' "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "Python": 'import os\n\nRED = 1\n\n\ndef main():\n    print(os.sep, "red")\n',
    "C": "#include <stdio.h>\nint main(void) { return 0; }\n",
    "JavaScript": "export const red = 1;\nmodule.exports = { red };\n",
    "minified JSON": '{"a":1,"b":[1,2,3],"c":{"d":null,"e":true}}',
    "a list of JSON": "[[1, 2], [3, 4]]",
    "a list of numbers": "[1, 2, 3, 4]",
    "records": '[{"id": 1, "name": "Ada"}, {"id": 2, "name": "Bob"}]',
    "package.json": '{"name": "demo", "version": "1.0.0", "dependencies": {"left-pad": "^1.0.0"}}',
    "GeoJSON": '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry":'
    ' {"type": "Point", "coordinates": [102.0, 0.5]}, "properties": {}}]}',
    "HTML": "<!DOCTYPE html><html><head><title>x</title></head><body><p>hi</p></body></html>",
    "RSS": '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title></channel></rss>',
    "GPX": '<?xml version="1.0"?><gpx version="1.1"><wpt lat="1" lon="2"><name>a</name></wpt></gpx>',
    "XML": '<?xml version="1.0"?><order><item id="1">tea</item></order>',
    "requirements.txt": "numpy==1.26\nPillow>=10\n# red\n",
    "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\nada:x:1000:1000::/home/ada:/bin/sh\n",
    "/etc/fstab": "UUID=1234-ABCD / ext4 defaults 0 1\n/dev/sdb1 none swap sw 0 0\n",
    "/etc/hosts": "127.0.0.1 localhost\n127.0.1.1 ada\n",
    "statistics of Linux": "cpu 12\nmem 200\n",
    "subtitles": "1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nBye\n",
    "a business card": "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nTEL:123456\nEND:VCARD\n",
    "a calendar": "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nDTSTART:20240101\nEND:VEVENT\nEND:VCALENDAR\n",
    "a dump in hexadecimal": "00000000: 4865 6c6c 6f0a 0102 0304 0506 0708 090a  Hello...........\n",
    "a dump without text": "0000000 6548 6c6c 0a6f\n0000006\n",
    "a certificate": "-----BEGIN CERTIFICATE-----\nMIIBszCCARwCAQAwDQ==\n-----END CERTIFICATE-----\n",
    "checksums": "d41d8cd98f00b204e9800998ecf8427e  empty.txt\n",
    "a model of triangles": "v 1 2 3\nv 2 3 4\nf 1 2 3\n",
    "a grid of heights": "ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2\n3 4\n",
    "a table of tabs": "id\tvalue\n1\t10\n2\t20\n",
    "a patch": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-red\n+blue\n",
    "a makefile": "all: main.o\n\tcc -o main main.o\n",
    "SQL": "INSERT INTO t VALUES (1, 2, 3);\n",
    "a style sheet without colors": "p { margin: 0; }\n",
    "a table of strings in Android": "<resources><string name='a'>tea</string></resources>",
    "an empty file": "",
}


@pytest.mark.parametrize("kind", FILES)
def test_files_of_every_day_are_no_palettes(kind: str) -> None:
    """Under any suffix that says nothing of colors."""
    for suffix in _SUFFIXES:
        with pytest.raises(PaletteFileError):
            read_palette(FILES[kind].encode(), f"file{suffix}")
