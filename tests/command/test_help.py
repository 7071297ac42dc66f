"""What the command says of itself: its options, its formats, its version."""

import subprocess
from collections.abc import Callable

import cvpalette

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def test_list_formats_names_options_and_owners(run_cli: Run) -> None:
    """Every installed output is there."""
    result = run_cli("--list-formats")
    listed = result.stdout.decode()
    assert (result.returncode, result.stderr) == (0, b"")
    for name in cvpalette.find_outputs():
        assert f"\n{name}  " in f"\n{listed}"
    assert f"css  .css  (cvpalette {cvpalette.__version__})" in listed
    assert "-O swatch.layout=shares|even" in listed


def test_version(run_cli: Run) -> None:
    """It needs no source."""
    result = run_cli("--version")
    assert (result.returncode, result.stdout.split()) == (0, [b"cvpalette", cvpalette.__version__.encode()])


def test_help_explains_every_option(run_cli: Run) -> None:
    """Also those that only plugins and shells need."""
    result = run_cli("--help", env={"COLUMNS": "160"})
    options = "colors space format output option sort tolerance seed force quiet debug list-formats version"
    assert result.returncode == 0
    for option in [*options.split(), "install-completion"]:
        assert f"--{option} " in result.stdout.decode()
