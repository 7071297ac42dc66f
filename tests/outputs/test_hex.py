"""The output `hex`."""

from collections.abc import Callable

from cvpalette.extraction import Extraction
from cvpalette.outputs.hex import HexLines
from cvpalette.testing import OutputContract


class TestHexLines(OutputContract):
    """What every output promises."""

    output = HexLines()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("hex/default.hex", HexLines().render(extraction))


def test_without_hash_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """-O hex.hash=no, as Lospec has it."""
    golden("hex/no-hash.hex", HexLines(hash=False).render(extraction))
