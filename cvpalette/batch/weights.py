"""What an image weighs by where several are merged."""

from typing import Final

from cvpalette.errors import SettingsError
from cvpalette.messages import listed, quote

__all__ = ["EQUAL", "PIXELS", "WEIGHTS", "require_weight"]

PIXELS: Final = "pixels"
EQUAL: Final = "equal"
WEIGHTS: Final = (PIXELS, EQUAL)


def require_weight(by: str) -> str:
    """Return what an image weighs by; raises SettingsError for what it cannot."""
    if by not in WEIGHTS:
        message = f"{quote(by)} is nothing to weigh images by; choose {listed(list(WEIGHTS))}"
        raise SettingsError(message)
    return by
