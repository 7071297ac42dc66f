"""The output `powerbi`: as we write it, and as others do."""

import json
from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.powerbi import PowerBiTheme
from cvpalette.testing import OutputContract, ReaderContract, make_result


class TestPowerBiTheme(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = PowerBiTheme()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("powerbi/default.powerbi.json", PowerBiTheme().render(extraction.result))


def test_roles_are_colors_of_the_scheme() -> None:
    """Text on background has the contrast that the scheme promises; reading tells what it leaves out."""
    result = make_result(["#264653", "#2a9d8f", "#e9c46a"])
    text = PowerBiTheme(roles=True).render(result)
    theme = json.loads(text)
    light = result.scheme.light
    assert (theme["foreground"], theme["background"]) == (light.text.hex, light.background.hex)
    assert (theme["good"], theme["bad"]) == (light.success.hex, light.error.hex)
    palette = PowerBiTheme.parse(text.encode())
    assert palette.colors == result.palette.colors
    assert palette.notes[0].startswith("the colors of 'foreground', 'foregroundNeutralSecondary', ")


def test_alphas_are_read() -> None:
    """From the last two of eight digits."""
    palette = PowerBiTheme.parse(b'{"name": "a", "dataColors": ["#f00", "#00FF0033", "#0000ff00"]}')
    assert [(each.color.hex, each.alpha) for each in palette] == [("#ff0000", 1.0), ("#00ff00", 0.2)]
    assert palette.notes == ("1 transparent color is left out",)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (["#264653"], "it is no theme of Power BI, which has a list 'dataColors'"),
        ({"name": "a", "dataColors": "#264653"}, "it is no theme of Power BI"),
        ({"name": "a", "dataColors": ["#264653", "sea"]}, "color 2, 'sea', is no '#rrggbb'"),
        ({"name": "a", "dataColors": [["#264653"]]}, "color 1, '', is no '#rrggbb'"),
        ({"name": ["a"], "dataColors": []}, "it holds no color"),
    ],
    ids=range(5),
)
def test_what_cannot_be_read_is_said(document: object, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=f"^{message}"):
        PowerBiTheme.parse(json.dumps(document).encode())
