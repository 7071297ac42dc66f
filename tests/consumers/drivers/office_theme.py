"""Write a presentation with a theme, and a square of each of its 12 colors in a row: THEME TARGET."""

import json
import sys
import zipfile

from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches

theme, target = sys.argv[1:]
presentation = Presentation()
part = presentation.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
with zipfile.ZipFile(theme) as archive:
    part._blob = archive.read("theme/theme/theme1.xml")  # noqa: SLF001 -- it has no public way
slide = presentation.slides.add_slide(presentation.slide_layouts[6])
slots = ("DARK_1", "LIGHT_1", "DARK_2", "LIGHT_2", *(f"ACCENT_{number}" for number in range(1, 7)))
for index, slot in enumerate((*slots, "HYPERLINK", "FOLLOWED_HYPERLINK")):
    # The slide is 10 inches wide.
    square = slide.shapes.add_shape(1, Inches(0.5 + 0.75 * index), Inches(1), Inches(0.75), Inches(0.75))
    square.fill.solid()
    square.fill.fore_color.theme_color = getattr(MSO_THEME_COLOR, slot)
presentation.save(target)
print(json.dumps(len(slide.shapes)))
