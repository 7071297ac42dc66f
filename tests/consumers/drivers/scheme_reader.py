"""Read a theme with cscx, which reads those of many terminals, and print what it found as JSON."""

import subprocess
import sys
from pathlib import Path

command = [str(Path(sys.executable).parent / "cscx"), "parse", "--json", "--from", sys.argv[1], sys.argv[2]]
sys.exit(subprocess.run(command, check=False).returncode)
