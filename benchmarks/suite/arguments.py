"""Arguments: what every benchmark can be told."""

import argparse
import tempfile
from pathlib import Path


def parse_arguments(description: str, arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the arguments that all benchmarks share."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "photos",
        type=_folder,
        help="folder of photos; a best_known.json in it or beside it holds the least errors known",
    )
    parser.add_argument(
        "--large",
        type=_folder,
        help="folder with a JPEG of about 2 and one of about 24 megapixels, for goals.py",
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "cvpalette-benchmarks",
        help="where the peers are installed [%(default)s]",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=Path(__file__).parent.parent,
        help="folder for tables and plots [%(default)s]",
    )
    parser.add_argument(
        "--rounds", type=int, default=3, help="times each tool runs on each photo [%(default)s]"
    )
    parser.add_argument(
        "--held-out",
        type=lambda text: text.split(","),
        default=[],
        metavar="NAMES",
        help="the photos that no decision used, for goals.py: the names of their files, with commas; "
        "by default every second one, sorted by name",
    )
    parser.add_argument(
        "--python",
        type=Path,
        action="append",
        default=[],
        help="another Python to compare bytes with, for goals.py; may be repeated",
    )
    return parser.parse_args(arguments)


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        message = f"'{text}' is not a folder"
        raise argparse.ArgumentTypeError(message)
    return path.resolve()
