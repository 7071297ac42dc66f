"""Task: the lines of a source are made where its image is read, and travel ready to write."""

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cvpalette.command.combined import Combined
from cvpalette.command.run import _list_results
from cvpalette.command.task import Done, Task
from cvpalette.errors import OutputRenderError, SettingsError
from cvpalette.extraction import Recipe, extract
from cvpalette.plugins.registry import ConfiguredOutput, find_output
from cvpalette.result import Result
from cvpalette.settings.settings import Settings
from cvpalette.sources.finding import Located


def _lined(*pieces: Any) -> Task:
    """Return a task whose output makes these lines, or fails if there is none."""

    class Lines:
        suffix = combined_suffix = ".jsonl"

        def render_all(self, results: Iterable[Result], /) -> Iterator[Any]:
            assert [len(result.palette) for result in results] == [4]
            yield from pieces
            if not pieces:
                raise ValueError("no words for it")

    return Task(Recipe(), lined=ConfiguredOutput(find_output("json"), Lines()))


def test_lines_are_those_of_the_output(stripes: Path) -> None:
    """They are JSON Lines of a file of one source; the result itself stays behind."""
    output = find_output("json").load().configure()
    task = Task(Recipe(), names_paths=True, has_result=True)
    done = task(Located(str(stripes), "stripes"))
    assert done.result is not None
    lined = replace(task, has_result=False, lined=output)(Located(str(stripes), "stripes"))
    assert lined == Done(lines=next(output.render_all([done.result])))
    assert pickle.loads(pickle.dumps(lined)) == lined


def test_a_result_travels_with_its_positions_if_an_output_wants_them(stripes: Path) -> None:
    """It is made compact where the pixels are, and shown where they are not."""
    task = Task(Recipe(), has_result=True)
    done = replace(task, positions=True)(Located(str(stripes), "stripes"))
    again = pickle.loads(pickle.dumps(done))
    assert again.result is not None
    assert again.result.positions == extract(stripes).positions
    late = task(Located(str(stripes), "stripes")).result
    assert late is not None
    with pytest.raises(SettingsError, match="were not asked for"):
        _ = late.positions


def test_a_result_travels_with_its_scheme_if_an_output_wants_it(stripes: Path) -> None:
    """Else its scheme is that of its palette, which may have fewer colors."""
    task = Task(Recipe(settings=Settings(colors=1)), has_result=True)
    done = replace(task, scheme=True)(Located(str(stripes), "stripes"))
    again = pickle.loads(pickle.dumps(done))
    assert again.result is not None
    assert again.result.scheme == extract(stripes, colors=1).scheme
    late = task(Located(str(stripes), "stripes")).result
    assert late is not None
    assert late.scheme.palette == late.palette


def test_pieces_are_joined(stripes: Path) -> None:
    """Text stays text, since a terminal shows only text."""
    source = Located(str(stripes), "stripes")
    assert _lined("{", "}\n")(source).lines == "{}\n"
    assert _lined("{", b"}\n")(source).lines == b"{}\n"


def test_an_output_that_fails_ends_the_run(stripes: Path) -> None:
    """The error is the output's, not the image's."""
    source = Located(str(stripes), "stripes")
    done = _lined()(source)
    assert isinstance(done.lines, OutputRenderError)
    with pytest.raises(OutputRenderError, match="no words for it"):
        list(_list_results([(source, done)]))


def test_lines_and_results_may_be_mixed(stripes: Path, tmp_path: Path) -> None:
    """The common palette of a merge is made here, and what images show of it elsewhere."""
    output = find_output("json").load().configure()
    done = Task(Recipe(), has_result=True)(Located(str(stripes), "stripes"))
    assert done.result is not None
    line = str(next(output.render_all([done.result])))
    path = tmp_path / "all.jsonl"
    assert Combined(path, has_lines=True).write(output, iter([done.result, line, line.encode()]))
    assert path.read_text("utf-8") == 3 * line
