"""Versions: what is really installed, which need not be the newest."""

import json
import re
import subprocess
import sys
from pathlib import Path

from suite.commands import IMAGEMAGICK
from suite.environment import PEERS_ON_NPM, Environment, find_program
from suite.tools import Tool

NUMBER = re.compile(r"\d+(?:\.\d+)+(?:-\d+)?")


def find_versions(environment: Environment, tools: tuple[Tool, ...]) -> dict[str, str]:
    """Return the version of each tool, by its name."""
    return {tool.name: _version(environment, tool) for tool in tools}


def _version(environment: Environment, tool: Tool) -> str:
    if tool.family == "Node" and tool.package in PEERS_ON_NPM:
        manifest = environment.npm / "node_modules" / tool.package / "package.json"
        if not manifest.exists():
            return ""
        return str(json.loads(manifest.read_text(encoding="utf-8"))["version"])
    if tool.family == "program":
        program = find_program(*(IMAGEMAGICK if tool.package == "imagemagick" else [tool.package]))
        found = NUMBER.search(_output([str(program), "--version"])) if program else None
        return found.group() if found else ""
    programs = environment.ours if tool.family == "cvpalette" else environment.peers
    code = f"from importlib.metadata import version; print(version({tool.package!r}))"
    return _output([str(programs / "python"), "-c", code]).strip()


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def find_pythons() -> list[Path]:
    """Return the other Pythons of this machine that cvpalette runs on, one a version."""
    minors = (minor for minor in range(11, 16) if minor != sys.version_info.minor)
    found = (find_program(f"python3.{minor}") for minor in minors)
    return [path for path in found if path and _output([str(path), "--version"])]
