"""Write the colors of the document DOCUMENT, as Scribus has them, to the file ANSWER; Scribus runs this."""

import json
import os
from pathlib import Path

import scribus

scribus.openDoc(os.environ["DOCUMENT"])
colors = [
    [name, scribus.getColorAsRGB(name), scribus.getColor(name), bool(scribus.isSpotColor(name))]
    for name in scribus.getColorNames()
]
Path(os.environ["ANSWER"]).write_text(json.dumps(colors), encoding="utf-8")
