"""Use a style sheet of matplotlib, and print the colors of lines drawn in it as JSON; a warning ends it."""

import json
import sys
import warnings

from matplotlib import colors
from matplotlib import pyplot as plt

warnings.simplefilter("error")
plt.style.use(sys.argv[1])
count = len(plt.rcParams["axes.prop_cycle"])
lines = [plt.plot([0, 1])[0] for _ in range(count)]
print(json.dumps([colors.to_hex(line.get_color()) for line in lines]))
