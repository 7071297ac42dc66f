"""Pixels: what is timed on decoded pixels, so that no decoder counts."""

from importlib import import_module
from pathlib import Path
from typing import Any

from suite.adapters import Palette, triples

SAMPLE = 65_536
# Every function takes (height, width, 3) RGB of 8 bits, but none of them is imported for a type here.
Pixels = Any


def decode(path: str) -> Pixels:
    """Decode a file into RGB."""
    cv2 = import_module("cv2")
    return cv2.cvtColor(decode_bytes(Path(path).read_bytes()), cv2.COLOR_BGR2RGB)


def decode_bytes(data: bytes) -> Pixels:
    """Decode with OpenCV alone: what an extraction is held against."""
    numpy = import_module("numpy")
    cv2 = import_module("cv2")
    return cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_COLOR)


def cvpalette(pixels: Pixels, colors: int) -> Palette:
    """Extract in the default space."""
    extraction = import_module("cvpalette").extract(pixels, colors=colors)
    return triples(swatch.color.rgb for swatch in extraction.palette)


def cvpalette_rgb(pixels: Pixels, colors: int) -> Palette:
    """Extract in sRGB."""
    extraction = import_module("cvpalette").extract(pixels, colors=colors, space="rgb")
    return triples(swatch.color.rgb for swatch in extraction.palette)


def kmeans(pixels: Pixels, colors: int) -> Palette:
    """Cluster 65,536 of the pixels with scikit-learn."""
    numpy = import_module("numpy")
    rows = pixels.reshape(-1, 3)
    chosen = numpy.random.default_rng(0).choice(len(rows), min(SAMPLE, len(rows)), replace=False)
    model = import_module("sklearn.cluster").KMeans(colors, random_state=0)
    return triples(model.fit(rows[chosen].astype(numpy.float32)).cluster_centers_.round())


def imagequant(pixels: Pixels, colors: int) -> Palette:
    """Quantize with libimagequant and stop before it maps the pixels, which extraction does not do."""
    binding = import_module("imagequant")
    lib, ffi = binding.lib, binding.ffi
    height, width, _ = pixels.shape
    cv2 = import_module("cv2")
    data = cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA).tobytes()
    attributes = lib.liq_attr_create()
    attributes.max_colors = colors
    image = lib.liq_image_create_rgba(attributes, data, width, height, 0)
    result = ffi.new("liq_result**")
    if lib.liq_image_quantize(image, attributes, result) != lib.LIQ_OK:
        message = "libimagequant failed"
        raise RuntimeError(message)
    palette = lib.liq_get_palette(result[0])
    found = [palette.entries[i] for i in range(palette.count)]
    colors_found = triples((entry.r, entry.g, entry.b) for entry in found)
    lib.liq_result_destroy(result[0])
    lib.liq_image_destroy(image)
    lib.liq_attr_destroy(attributes)
    return colors_found
