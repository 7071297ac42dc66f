"""--list-formats: lists each installed output with its options and its distribution."""

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
    assert f"css  .css  written and read  (cvpalette {cvpalette.__version__})" in listed
    assert "-O swatch.layout=shares|even" in listed
