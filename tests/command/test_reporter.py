"""What people are told on stderr."""

import pytest

from cvpalette.command.reporter import say


@pytest.mark.parametrize(
    "sign", ["\x1b[2J", "\r", "\x07", "\x9b", "\u2028", "\u202e", "\u2066", "\u200b", "\ufeff", "\udc80"]
)
def test_no_message_changes_the_terminal(capsys: pytest.CaptureFixture[str], sign: str) -> None:
    """Whatever it quotes: names of plugins, words of servers and decoders, values of options."""
    say(f"a{sign}b\nc é")
    told = capsys.readouterr().err
    assert told.startswith("cvpalette: a\\")
    assert told.endswith("b\nc é\n")
    assert all(line.isprintable() for line in told.split("\n"))
