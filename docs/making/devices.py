"""The table of the devices that a picture can be drawn for."""

from collections.abc import Iterator

from cvpalette.quantizing.devices import DEVICES, Device
from cvpalette.quantizing.packing import fewest_bits


def list_devices() -> Iterator[str]:
    """Give the lines of a table: what each device is, how large, of which colors, and from which source."""
    yield from (
        "| name | what it is | pixels | colors | in raw bytes | source |",
        "|---|---|---|---|---|---|",
    )
    for device in DEVICES:
        source = f"{device.source}. {device.note}".rstrip(". ")
        yield (
            f"| `{device.name}` | {device.title} | {_describe_size(device)} | {_describe_colors(device)} | "
            f"{_describe_bytes(device)} | {source} |"
        )


def _describe_size(device: Device) -> str:
    size = f"{device.width} x {device.height}"
    if device.stretch == (1, 1):
        return size
    across, down = device.shown_size
    return f"{size}, written as {across} x {down}"


def _describe_colors(device: Device) -> str:
    count = len(device.nominal_colors)
    colors = f"`{device.colors}`"
    if device.measured:
        colors += f", mixed as `{device.measured}`"
    cells = device.cells
    if cells is None:
        return f"{count}: {colors}"
    if not cells.width:
        return f"the best {cells.own} of {count}: {colors}"
    rule = f"{cells.own} in each {cells.width} x {cells.height}"
    if cells.groups:
        rule += ", both bright or both not"
    if cells.palettes:
        rule += f", from {cells.palettes} sets"
    if cells.shared:
        rule += ", and one everywhere"
    return f"{count}: {colors}; {rule}"


def _describe_bytes(device: Device) -> str:
    if device.planes:
        return f"{len(device.planes)} planes of 1 bit"
    if device.is_tiled:
        return "2 bits, in tiles"
    bits = fewest_bits(max(device.codes, default=len(device.nominal_colors) - 1) + 1)
    return "1 bit" if bits == 1 else f"{bits} bits"
