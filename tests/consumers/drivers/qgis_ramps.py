"""Print the color ramps that QGIS imports from a style, and export them to another: STYLE TARGET."""

import json
import sys

from qgis.core import QgsApplication, QgsStyle

QgsApplication([], False).initQgis()
style = QgsStyle()
assert style.createMemoryDatabase()
assert style.importXml(sys.argv[1]), style.errorString()
ramps = {}
for name in style.colorRampNames():
    ramp = style.colorRamp(name)
    if ramp.type() == "preset":
        ramps[name] = [[color.name(), color.alpha(), label] for color, label in ramp.fetchColors()]
    else:
        stops = [ramp.color1(), *(stop.color for stop in ramp.stops()), ramp.color2()]
        ramps[name] = [[color.name(), color.alpha(), ""] for color in stops]
assert style.exportXml(sys.argv[2]), style.errorString()
print(json.dumps(ramps))
