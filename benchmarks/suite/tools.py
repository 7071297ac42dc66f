"""Tools: cvpalette and its peers, and how each one is run."""

from dataclasses import dataclass
from typing import Literal

Worker = Literal["ours", "peers", "node"]
ALL = (6, 16, 64, 256)


@dataclass(frozen=True)
class Tool:
    """One row of the table."""

    name: str
    package: str
    family: Literal["cvpalette", "Python", "Node", "program"]
    adapter: str = ""
    colors: tuple[int, ...] = ALL
    command: str = ""

    @property
    def worker(self) -> Worker | None:
        """The process that runs it, if it can be run without its command."""
        if not self.adapter:
            return None
        workers: dict[str, Worker] = {"cvpalette": "ours", "Node": "node"}
        return workers.get(self.family, "peers")


OURS = Tool("cvpalette", "cvpalette", "cvpalette", "cvpalette", command="cvpalette")
OURS_RGB = Tool("cvpalette --space rgb", "cvpalette", "cvpalette", "cvpalette_rgb")

# Where a peer cannot be told how many colors to give, or not all our numbers, it runs at the
# numbers that it can be held to.
TOOLS = (
    OURS,
    OURS_RGB,
    Tool("imagequant", "imagequant", "Python", "imagequant"),
    Tool("scikit-learn KMeans", "scikit-learn", "Python", "kmeans"),
    Tool("scikit-learn MiniBatchKMeans", "scikit-learn", "Python", "mini_batch_kmeans"),
    Tool("Pylette", "Pylette", "Python", "pylette", command="pylette"),
    Tool("Pillow median cut", "pillow", "Python", "median_cut"),
    Tool("Pillow median cut, k-means", "pillow", "Python", "median_cut_kmeans"),
    Tool("Pillow maximum coverage", "pillow", "Python", "maximum_coverage"),
    Tool("Pillow fast octree", "pillow", "Python", "fast_octree"),
    Tool("colorthief", "colorthief", "Python", "colorthief"),
    Tool(
        "modern_colorthief",
        "modern_colorthief",
        "Python",
        "modern_colorthief",
        command="modern_colorthief",
    ),
    Tool("fast_colorthief", "fast_colorthief", "Python", "fast_colorthief"),
    Tool("colorgram.py", "colorgram.py", "Python", "colorgram"),
    Tool("extcolors", "extcolors", "Python", "extcolors", (6,), "extcolors"),
    Tool("haishoku", "haishoku", "Python", "haishoku", (6,)),
    Tool("colorthief (npm)", "colorthief", "Node", "colorthief (npm)", (6, 16), "colorthief_npm"),
    Tool("node-vibrant", "node-vibrant", "Node", "node-vibrant", (6,)),
    Tool("extract-colors", "extract-colors", "Node", "extract-colors", (6,)),
    Tool("sharp", "sharp", "Node", "sharp", (16, 256)),
    Tool("ImageMagick", "imagemagick", "program", command="imagemagick"),
    Tool("pngquant", "pngquant", "program", command="pngquant"),
)

OURS_COLORS = Tool("cvpalette --pick colors", "cvpalette", "cvpalette", "cvpalette_colors")
# What a palette that people picked is compared with, by people.py.
PEOPLE_TOOLS = (
    OURS_COLORS,
    Tool("colors weighed, not pixels: a sketch", "cvpalette", "cvpalette", "sketch"),
    OURS,
    Tool("scikit-learn KMeans in CIELAB", "scikit-learn", "Python", "kmeans_lab"),
    Tool("Pylette", "Pylette", "Python", "pylette"),
    Tool("Pillow median cut", "pillow", "Python", "median_cut"),
    Tool("colorthief (npm)", "colorthief", "Node", "colorthief (npm)"),
    Tool("node-vibrant", "node-vibrant", "Node", "node-vibrant"),
    Tool("Material's QuantizerCelebi and Score", "@material/material-color-utilities", "Node", "material"),
    Tool("ImageMagick", "imagemagick", "program", command="imagemagick"),
)
