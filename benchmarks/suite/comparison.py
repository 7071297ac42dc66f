"""Comparison: cvpalette beside every peer, as results.md and error-against-time.png."""

from suite.arguments import parse_arguments
from suite.client import start_clients
from suite.commands import find_commands
from suite.environment import installed_environment
from suite.machine import describe_machine
from suite.photo import read_least_errors, read_photos
from suite.plot import draw_errors
from suite.race import Race, Results
from suite.report import render_report
from suite.tools import TOOLS
from suite.versions import find_versions


def main() -> None:
    """Measure everything and write the table and the plot."""
    arguments = parse_arguments(__doc__ or "")
    environment = installed_environment(arguments.cache.resolve())
    results = Results(read_least_errors(arguments.photos))
    machine = describe_machine()
    for tool in TOOLS:
        name = f"{tool.package} (npm)" if tool.family == "Node" else tool.package
        if reason := environment.failures.get(name):
            results.failures.update({(tool.name, colors): reason for colors in tool.colors})
    versions = find_versions(environment, TOOLS)
    clients = start_clients(environment)
    race = Race(results, TOOLS, clients, find_commands(environment), arguments.rounds)
    report = ""
    for photo in read_photos(arguments.photos):
        race.run(photo)
        # After each photo, so that a long run that is interrupted leaves what it measured.
        report = render_report(results, TOOLS, versions, machine, arguments.rounds)
        (arguments.output / "results.md").write_text(report, encoding="utf-8")
    draw_errors(results, TOOLS, arguments.output / "error-against-time.png", machine)
    for client in clients.values():
        client.close()
    print(report)


if __name__ == "__main__":
    main()
