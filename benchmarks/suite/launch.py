"""Launch: install the peers, then run a part of the suite where they are."""

import subprocess
import sys
from pathlib import Path

from suite.arguments import parse_arguments
from suite.environment import Environment, clean_environment

BENCHMARKS = Path(__file__).parent.parent


def launch(module: str, description: str) -> int:
    """Run a module of the suite in the peers' environment, with this program's arguments."""
    arguments = parse_arguments(description)
    environment = Environment(arguments.cache.resolve())
    print("installing cvpalette and its peers in", environment.cache, file=sys.stderr)
    environment.install(BENCHMARKS.parent)
    for name, reason in environment.failures.items():
        print(f"{name}: {reason}", file=sys.stderr)
    command = [str(environment.peers / "python"), "-m", module, *sys.argv[1:]]
    variables = clean_environment(PYTHONPATH=str(BENCHMARKS))
    return subprocess.run(command, env=variables, check=False).returncode
