"""Goals: what cvpalette promises beside what is measured, as goals.md."""

import tempfile
from pathlib import Path

from suite import goal_command, goal_error, goal_extraction, goal_quantized, goal_same
from suite.arguments import parse_arguments
from suite.client import start_clients
from suite.commands import find_commands
from suite.environment import installed_environment
from suite.goal import Bench, MeasureError, megapixels, render_section
from suite.halves import SUFFIXES, find_photos, split_halves
from suite.machine import describe_machine
from suite.photo import read_least_errors
from suite.versions import find_pythons

SECTIONS = (goal_error, goal_extraction, goal_command, goal_quantized, goal_same)
HEAD = """\
# What cvpalette promises, and what was measured

{machine}. All that is compared ran in turn; times are medians, and ratios are medians of ratios.
Errors in Lab are measured in OpenCV's float32 Lab, as the least known were. Oklab is times 100.
No decision used the photos of the held-out half. Stability is in stability.md.
Growth, goal 5, is in growth.md."""


def main() -> None:
    """Measure each section, print it as soon as it is there, and write them all."""
    arguments = parse_arguments(__doc__ or "")
    environment = installed_environment(arguments.cache.resolve())
    large: list[Path] = []
    if arguments.large:
        large = [path for path in arguments.large.iterdir() if path.suffix.lower() in SUFFIXES]
    halves = split_halves(find_photos(arguments.photos), arguments.held_out)
    parts = [HEAD.format(machine=describe_machine())]
    print(parts[0], flush=True)
    clients = start_clients(environment)
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(
            environment=environment,
            clients=clients,
            commands=find_commands(environment),
            folder=arguments.photos,
            large=tuple(sorted(large, key=megapixels)),
            least=read_least_errors(arguments.photos),
            halves=halves,
            rounds=arguments.rounds,
            pythons=tuple(arguments.python or find_pythons()),
            scratch=Path(scratch),
        )
        for section in SECTIONS:
            try:
                part = render_section(section.TITLE, section.measure(bench))
            except MeasureError as error:
                part = f"\n## {section.TITLE}\n\nCould not be measured: {error}."
            print(part, flush=True)
            parts.append(part)
    for client in clients.values():
        client.close()
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "goals.md").write_text("\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
