"""Feed damaged palette files to every reader for some minutes; each must give a palette or a ValueError.

    python fuzz/fuzz_read_palette.py [FOLDER] [--minutes 10] [--seed 0] [--findings FOLDER]

It starts from what cvpalette writes, and from the palette files in FOLDER. The damage is random, from the
seed. The process has a gigabyte of memory. A file is a finding if parsing it raises any other error or takes
over two seconds. Findings are kept as files.
"""

import argparse
import random
import resource
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any, Final

import cvpalette
from cvpalette.plugins.contract import PaletteReader
from cvpalette.testing import make_result

MEMORY: Final = 1 << 30
SECONDS: Final = 2
MOST_BYTES: Final = 1 << 16
# What the readers look for: damage that puts one of these somewhere gets further than noise.
WORDS: Final = (
    *(
        b"#264653",
        b"264653",
        b"38 70 83",
        b"0.5",
        b"1e999",
        b"NaN",
        b"\\ud800",
        b"9" * 400,
        b"-1",
        b"255,255",
    ),
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b",",
        b";",
        b"\t",
        b"\n",
        b"\0",
        b"\xff\xff\xff\xff",
        b"\0\0\0\1",
        b"<",
        b"/>",
    ),
    *(
        b"$value",
        b"$type",
        b'"rgb":',
        b"sep=;",
        b"r,g,b\n",
        b"hex,name\n",
        b"data",
        b"PK\1\2",
        b"<!ENTITY a 'b'>",
    ),
)


def main() -> int:
    """Damage files until the time is over, and print how many were palettes, errors and findings."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    arguments = parser.parse_args()
    readers = find_readers()
    seeds = list(list_seeds(readers, arguments.folder))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    chance, counts, slowest = random.Random(arguments.seed), Counter[str](), 0.0
    end = time.monotonic() + 60 * arguments.minutes
    while time.monotonic() < end:
        data = damage(chance.choice(seeds), chance)
        for name, reader in readers.items():
            start = time.monotonic()
            outcome = parse(reader, data)
            spent = time.monotonic() - start
            slowest = max(slowest, spent)
            if outcome not in {"palette", "error"} or spent > SECONDS:
                keep(arguments.findings, name, data, f"{outcome}\n{spent:.1f} s")
                outcome = "finding"
            counts[outcome] += 1
    print(f"{dict(counts)}, slowest {slowest:.2f} s, from {len(seeds)} files and {len(readers)} readers")
    return 1 if counts["finding"] else 0


def find_readers() -> dict[str, type[Any]]:
    """Return the outputs that read, by name."""
    loaded = {name: found[0].load().output for name, found in cvpalette.find_outputs().items()}
    return {name: output for name, output in loaded.items() if isinstance(output, PaletteReader)}


def list_seeds(readers: dict[str, type[Any]], folder: Path | None) -> list[bytes]:
    """Return files to start from."""
    named = make_result(["#264653", "#2a9d8f", "#e9c46a"], names=["Night", "Straße", "a, b"])
    written = [reader().render(named) for reader in readers.values()]
    seeds = [each if isinstance(each, bytes) else each.encode() for each in written]
    files = sorted(folder.rglob("*")) if folder else []
    return seeds + [
        file.read_bytes() for file in files if file.is_file() and file.stat().st_size < MOST_BYTES
    ]


def damage(data: bytes, chance: random.Random) -> bytes:
    """Return the data with a few bytes changed, cut, repeated or put in."""
    damaged = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(damaged) + 1)
        length = chance.randrange(1, 1 + min(40, len(damaged) + 1))
        match chance.randrange(5):
            case 0:
                damaged[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del damaged[at : at + length]
            case 2:
                damaged[at:at] = chance.choice(WORDS)
            case 3:
                damaged[at : at + length] = chance.choice(WORDS)
            case _:
                damaged[at:at] = damaged[at : at + length] * chance.randrange(1, 4)
    return bytes(damaged)


def parse(reader: type[Any], data: bytes) -> str:
    """Return "palette" or "error", or the traceback of any other error."""
    try:
        reader.parse(data)
    except ValueError as error:
        return "error" if str(error) else "an error without words"
    except BaseException:  # noqa: BLE001 -- that is what this looks for
        return traceback.format_exc()
    return "palette"


def keep(folder: Path, name: str, data: bytes, what: str) -> None:
    """Write a finding and its traceback into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    number = len(list(folder.glob("*.txt")))
    (folder / f"{name}-{number}.bin").write_bytes(data)
    (folder / f"{name}-{number}.txt").write_text(what, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
