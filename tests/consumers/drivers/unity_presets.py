"""Reads a library of Unity's color presets with unityparser, and prints names, levels and alphas as JSON."""

import json
import sys
from pathlib import Path

from unityparser import UnityDocument

library = UnityDocument.load_yaml(Path(sys.argv[1])).entry
presets = [
    [preset["m_Name"] or "", *(float(preset["m_Color"][key]) for key in "rgba")]
    for preset in library.m_Presets
]
print(json.dumps({"name": library.m_Name, "script": library.m_Script["fileID"], "presets": presets}))
