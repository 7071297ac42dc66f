#!/usr/bin/env python3
"""Draw the scheme of the coffee as the page shows it, light and dark, with Chromium: page/scheme.webp."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image

from cvpalette import extract
from cvpalette.rendering.page.document import write_document
from cvpalette.rendering.page.scheme import write_mock, write_scheme_rules

SAMPLES: Final = Path(__file__).parent
STYLE: Final = """
body { background: #fff; margin: 0; max-width: none; padding: 8px; }
.both { display: grid; gap: 12px; grid-template-columns: 1fr 1fr; }
.mock { grid-template-columns: 1fr; }
.dark .mock { color-scheme: dark; }
"""


def main() -> None:
    """Draw it anew; ends the program if there is no browser."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        raise SystemExit("neither 'chromium' nor 'google-chrome' is installed")
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        page.write_text(_write_page(), encoding="utf-8")
        looks = ("--force-device-scale-factor=1.5", "--hide-scrollbars", "--window-size=900,560")
        how = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile")
        command = [browser, *how, *looks, f"--screenshot={shot}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)
        Image.open(shot).convert("RGB").save(SAMPLES / "page" / "scheme.webp", quality=82)


def _write_page() -> str:
    scheme = extract(SAMPLES / "coffee.png").scheme
    both = f'<div class="both"><div>{write_mock()}</div><div class="dark">{write_mock()}</div></div>'
    return write_document(
        title="Scheme",
        icon="data:,",
        body=both,
        styles=("page.css", "scheme.css"),
        rules=STYLE + write_scheme_rules(scheme),
        scripts=(),
        data={},
    )


if __name__ == "__main__":
    main()
