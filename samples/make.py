"""Write what cvpalette makes of the samples: `python samples/make.py [FOLDER]`, by default samples/output."""

import subprocess
import sys
from pathlib import Path

SAMPLES = Path(__file__).parent
FORMATS = (
    *("android", "css", "csv", "dtcg", "gpl", "hex", "json", "latex", "less", "mplstyle", "scss", "tailwind"),
    *("quantized", "svg", "swatch"),
)


def main(folder: Path) -> None:
    """Run the command that the README shows, on every photo here."""
    photos = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in {".jpg", ".png", ".webp"})
    formats = [argument for name in FORMATS for argument in ("--format", name)]
    target = f"{folder.resolve()}/"
    command = [sys.executable, "-Im", "cvpalette", *photos, *formats, "--output", target, "--force"]
    # From here, so that no path of anyone's machine is written.
    subprocess.run(command, check=True, cwd=SAMPLES)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "output")
