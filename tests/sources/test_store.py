"""What is written to a store piece by piece: it is collected in a file, which is closed before it is sent."""

from pathlib import Path
from typing import Any

import pytest

from cvpalette.sources import store


class _Store:
    """Keeps what it is sent, and what it was sent from."""

    def __init__(self) -> None:
        self.sent: dict[str, bytes] = {}
        self.sources: list[Path] = []
        self.file: Any = None

    def put_file(self, name: str, path: str) -> None:
        assert self.file.closed, "Windows opens no temporary file twice"
        self.sources.append(Path(name))
        self.sent[path] = Path(name).read_bytes()


def test_pieces_are_sent_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left of the file."""
    kept = _Store()
    monkeypatch.setattr(store, "_open", lambda address: (kept, address))
    with store.filling("memory://a.jsonl") as write:
        kept.file = write.__self__  # type: ignore[attr-defined]
        write(b"one\n")
        write(b"two\n")
    assert kept.sent == {"memory://a.jsonl": b"one\ntwo\n"}
    assert not kept.sources[0].parent.exists()
