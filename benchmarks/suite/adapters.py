"""Adapters: one function a Python tool, each from a file and a number of colors to a palette."""

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

Palette: TypeAlias = list[tuple[int, int, int]]
Adapter: TypeAlias = Callable[[str, int], Palette]

SMALL_SIDE = 256  # 256 times 256 are the 65,536 pixels that scikit-learn is given


# Tools are imported when they run: one worker has only ours, another only the peers.
def cvpalette(path: str, colors: int) -> Palette:
    """Extract in the default space."""
    extraction = import_module("cvpalette").extract(path, colors=colors)
    return triples(swatch.color.rgb for swatch in extraction.palette)


def cvpalette_rgb(path: str, colors: int) -> Palette:
    """Extract in sRGB, the space in which the peers measure."""
    extraction = import_module("cvpalette").extract(path, colors=colors, space="rgb")
    return triples(swatch.color.rgb for swatch in extraction.palette)


def cvpalette_oklab(path: str, colors: int) -> Palette:
    """Extract in Oklab."""
    extraction = import_module("cvpalette").extract(path, colors=colors, space="oklab")
    return triples(swatch.color.rgb for swatch in extraction.palette)


def cvpalette_colors(path: str, colors: int) -> Palette:
    """Pick colors as a person would."""
    extraction = import_module("cvpalette").extract(path, colors=colors, pick="colors")
    return triples(swatch.color.rgb for swatch in extraction.palette)


def sketch(path: str, colors: int) -> Palette:
    """Cluster colors, not pixels: see suite/sketch.py."""
    return triples(import_module("suite.sketch").cluster_colors(path, colors))


def pylette(path: str, colors: int) -> Palette:
    """Pylette with its default, k-means."""
    found = import_module("pylette").extract_colors(path, palette_size=colors)
    return triples(color.rgb for color in found)


def colorthief(path: str, colors: int) -> Palette:
    """Run color-thief in Python."""
    thief = import_module("colorthief").ColorThief(path)
    return triples(thief.get_palette(color_count=colors))


def modern_colorthief(path: str, colors: int) -> Palette:
    """color-thief in Rust."""
    return triples(import_module("modern_colorthief").get_palette(path, colors))


def fast_colorthief(path: str, colors: int) -> Palette:
    """color-thief in C++."""
    return triples(import_module("fast_colorthief").get_palette(path, colors))


def extcolors(path: str, colors: int) -> Palette:
    """Extcolors with its default tolerance."""
    found, _ = import_module("extcolors").extract_from_path(path, limit=colors)
    return triples(color for color, _ in found)


def colorgram(path: str, colors: int) -> Palette:
    """colorgram.py, a port of colorgram.js."""
    return triples(color.rgb for color in import_module("colorgram").extract(path, colors))


def haishoku(path: str, colors: int) -> Palette:
    """Haishoku, which always gives at most eight colors."""
    found = import_module("haishoku.haishoku").Haishoku.getPalette(path)
    return triples(color for _, color in found[:colors])


def kmeans(path: str, colors: int) -> Palette:
    """scikit-learn the notebook's way: load, make small, cluster."""
    model = import_module("sklearn.cluster").KMeans(colors, random_state=0)
    return triples(model.fit(_small_pixels(path)).cluster_centers_.round())


def kmeans_lab(path: str, colors: int) -> Palette:
    """Cluster in CIELAB with scikit-learn, on the same small photo."""
    cv2 = import_module("cv2")
    pixels = _small_pixels(path)[None] / 255
    model = import_module("sklearn.cluster").KMeans(colors, random_state=0)
    centers = model.fit(cv2.cvtColor(pixels, cv2.COLOR_RGB2Lab)[0]).cluster_centers_
    found = cv2.cvtColor(centers[None].astype("float32"), cv2.COLOR_Lab2RGB)[0]
    return triples((255 * found).round())


def mini_batch_kmeans(path: str, colors: int) -> Palette:
    """Do the same with scikit-learn's quicker k-means."""
    model = import_module("sklearn.cluster").MiniBatchKMeans(colors, random_state=0)
    return triples(model.fit(_small_pixels(path)).cluster_centers_.round())


def median_cut(path: str, colors: int) -> Palette:
    """Pillow's median cut, its default."""
    return _pillow(path, colors, "MEDIANCUT", 0)


def median_cut_kmeans(path: str, colors: int) -> Palette:
    """Pillow's median cut, improved until no pixel moves."""
    return _pillow(path, colors, "MEDIANCUT", 1)


def maximum_coverage(path: str, colors: int) -> Palette:
    """Pillow's maximum coverage."""
    return _pillow(path, colors, "MAXCOVERAGE", 0)


def fast_octree(path: str, colors: int) -> Palette:
    """Pillow's octree."""
    return _pillow(path, colors, "FASTOCTREE", 0)


def imagequant(path: str, colors: int) -> Palette:
    """Quantize with libimagequant through its Python binding, without dithering."""
    with import_module("PIL.Image").open(path) as image:
        quantized = import_module("imagequant").quantize_pil_image(
            image, dithering_level=0, max_colors=colors
        )
    return palette_of(quantized)


def palette_of(image: Any) -> Palette:
    """Return the colors that an indexed image uses."""
    count = max(index for _, index in image.getcolors()) + 1
    values = image.convert("P").getpalette("RGB")
    return triples(values[3 * i : 3 * i + 3] for i in range(count))


def _pillow(path: str, colors: int, method: str, kmeans: int) -> Palette:
    pillow = import_module("PIL.Image")
    with pillow.open(path) as image:
        rgb = image.convert("RGB")
    chosen = pillow.Quantize[method]
    return palette_of(rgb.quantize(colors, chosen, kmeans=kmeans, dither=pillow.Dither.NONE))


def _small_pixels(path: str) -> Any:
    cv2 = import_module("cv2")
    numpy = import_module("numpy")
    # Bytes, not the path: OpenCV cannot open every name.
    bgr = cv2.imdecode(numpy.frombuffer(Path(path).read_bytes(), numpy.uint8), cv2.IMREAD_COLOR)
    small = cv2.resize(bgr, (SMALL_SIDE, SMALL_SIDE), interpolation=cv2.INTER_AREA)
    return numpy.float32(small[:, :, ::-1].reshape(-1, 3))


def triples(colors: Iterable[Any]) -> Palette:
    """Return colors as plain numbers, without their alpha."""
    return [(int(red), int(green), int(blue)) for red, green, blue, *_ in colors]
