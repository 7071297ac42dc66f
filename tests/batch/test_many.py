"""extract_many(): any number of sources, in this process, in several, or by an executor."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cvpalette
from cvpalette.batch.many import share_out
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.errors import ImageError, SettingsError, WorkerError


def grays(count: int) -> list[np.ndarray[Any, Any]]:
    """Return so many images, each of another gray."""
    return [np.full((4, 4, 3), level / 255) for level in range(count)]


def test_outcomes_are_in_order() -> None:
    """The order also holds for images that other processes do."""
    outcomes = list(cvpalette.extract_many(grays(40), jobs=2, colors=2))
    assert [outcome.result.palette[0].color.rgb[0] for outcome in outcomes if outcome.result] == list(
        range(40)
    )
    assert not any(outcome.error for outcome in outcomes)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_wrong_with_a_source_is_its_outcome(stripes: Path, jobs: int) -> None:
    """The other sources have their results."""
    sources: list[Path | str] = [*[stripes] * 20, "missing.png", *[stripes] * 5]
    outcomes = list(cvpalette.extract_many(sources, jobs=jobs))
    assert [outcome.source for outcome in outcomes] == sources
    (failed,) = (outcome for outcome in outcomes if outcome.result is None)
    assert isinstance(failed.error, ImageError)
    assert failed.error.name == "missing.png"


def test_what_is_found_is_what_extract_finds(stripes: Path) -> None:
    """Results are those of extract(), without the pixels."""
    how: dict[str, Any] = {"colors": 3, "space": "rgb", "ignore": "#264653", "names": "css"}
    (outcome,) = cvpalette.extract_many([stripes], **how)
    expected = cvpalette.extract(stripes, **how)
    assert outcome.result is not None
    assert (outcome.result.palette, outcome.result.error) == (expected.palette, expected.error)
    assert (outcome.result.name, outcome.result.width, outcome.result.height) == (stripes.name, 40, 40)
    assert (outcome.result.counted, outcome.result.left_out) == (1200, expected.left_out)


@pytest.mark.parametrize("jobs", [1, 2])
def test_positions_are_found_where_the_pixels_are(stripes: Path, jobs: int) -> None:
    """If they are asked for; they are those of extract()."""
    expected = cvpalette.extract(stripes).positions
    assert None not in expected
    for outcome in cvpalette.extract_many([stripes] * 20, jobs=jobs, positions=True):
        assert outcome.result is not None
        assert outcome.result.positions == expected
    (outcome,) = cvpalette.extract_many([stripes])
    assert outcome.result is not None
    with pytest.raises(SettingsError, match="give positions=True to extract_many"):
        _ = outcome.result.positions


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_scheme_is_found_where_the_pixels_are(stripes: Path, jobs: int) -> None:
    """If it is asked for; it is that of extract(), and else that of the palette."""
    expected = cvpalette.extract(stripes, colors=1).scheme
    for outcome in cvpalette.extract_many([stripes] * 20, colors=1, jobs=jobs, scheme=True):
        assert outcome.result is not None
        assert outcome.result.scheme == expected
    (outcome,) = cvpalette.extract_many([stripes], colors=1)
    assert outcome.result is not None
    assert outcome.result.scheme.palette == outcome.result.palette != expected.palette


@pytest.mark.parametrize("jobs", [1, 2])
def test_colors_are_named_after_a_palette_in_all_processes(stripes: Path, jobs: int) -> None:
    """The palette travels to them, and its name comes back."""
    brand = Palette.of_colors([Color(38, 70, 83), Color(231, 111, 81)], ["sea", "sun"], "brand")
    for outcome in cvpalette.extract_many([stripes] * 3, jobs=jobs, colors=2, sort="path", names=brand):
        assert outcome.result is not None
        assert [swatch.name for swatch in outcome.result.palette] == ["sun", "sea"]
        assert outcome.result.asked["names"] == "brand"


def test_wrong_settings_are_told_at_once() -> None:
    """The error comes before the first outcome is asked for."""
    with pytest.raises(SettingsError, match="'0' is no number of colors"):
        cvpalette.extract_many([], colors=0)
    with pytest.raises(SettingsError, match="'0' is no number of jobs"):
        cvpalette.extract_many([], jobs=0)
    with pytest.raises(TypeError, match="'colour'"):
        cvpalette.extract_many([], colour=3)  # type: ignore[call-arg]


@pytest.mark.parametrize("jobs", [1, 2])
def test_sources_may_have_no_end(jobs: int) -> None:
    """A source is taken only when there is room for it."""
    taken = 0

    def endless() -> Iterator[np.ndarray[Any, Any]]:
        nonlocal taken
        for image in itertools.cycle(grays(3)):
            taken += 1
            yield image

    outcomes = cvpalette.extract_many(endless(), jobs=jobs)
    assert len(list(itertools.islice(outcomes, 30))) == 30
    assert taken <= 30 + 4 * jobs


class TestExecutors:
    """The caller may give an executor."""

    @pytest.mark.parametrize("count", [0, 1, 50])
    def test_any_executor_will_do(self, count: int) -> None:
        """The executor does all the work."""
        with ThreadPoolExecutor(3) as executor:
            outcomes = list(cvpalette.extract_many(grays(count), executor=executor, jobs=3))
        assert [o.result.palette[0].color.rgb[0] for o in outcomes if o.result] == list(range(count))

    def test_one_that_breaks_is_told(self) -> None:
        """Errors name the items in flight; no further items are asked for."""

        class Broken(Executor):
            left = 3

            def submit(self, function: Callable[..., Any], /, *_: Any, **__: Any) -> Future[Any]:
                del function
                self.left -= 1
                if self.left < 0:
                    raise BrokenProcessPool
                future: Future[Any] = Future()
                future.set_exception(BrokenProcessPool())
                return future

        outcomes = cvpalette.extract_many(map(str, range(9)), executor=Broken(), jobs=2)
        errors = [next(outcomes).error for _ in range(3)]
        assert [str(error) for error in errors] == [
            f"'{name}': was at work when the executor broke" for name in range(3)
        ]
        assert all(isinstance(error, WorkerError) for error in errors)
        with pytest.raises(BrokenProcessPool):
            next(outcomes)


class TestFolders:
    """A folder stands for the images in it."""

    @pytest.fixture
    def album(self, stripes: Path) -> Path:
        """Fill a folder with images and with other files."""
        folder = stripes.parent / "album"
        (folder / "below").mkdir(parents=True)
        for name in ("b.png", "a.png", "below/c.png"):
            (folder / name).write_bytes(stripes.read_bytes())
        (folder / "notes.txt").write_text("no image", "utf-8")
        return folder

    def test_a_path_is_one_folder_or_file(self, album: Path, stripes: Path) -> None:
        """A path as text is not a sequence of its letters."""
        for kind in (str, Path):
            expected = [kind(album / "a.png"), kind(album / "b.png")]
            assert [each.source for each in cvpalette.extract_many(kind(album))] == expected
            (outcome,) = cvpalette.extract_many(kind(stripes))
            assert (outcome.source, outcome.error) == (kind(stripes), None)
        (outcome,) = cvpalette.extract_many("missing.png")
        assert str(outcome.error) == "'missing.png': no such file or directory"

    def test_one_among_others(self, album: Path, stripes: Path) -> None:
        """The images of a folder come at the folder's place."""
        names = [Path(str(each.source)).name for each in cvpalette.extract_many([stripes, album, stripes])]
        assert names == ["stripes.png", "a.png", "b.png", "stripes.png"]

    def test_one_without_images(self, stripes: Path) -> None:
        """An empty folder has an error as its outcome; the other sources have results."""
        empty = stripes.parent / "empty"
        empty.mkdir()
        first, second = cvpalette.extract_many([empty, stripes])
        assert first.source == empty
        assert "is a folder without images" in str(first.error)
        assert second.error is None

    def test_one_is_merged(self, album: Path) -> None:
        """Each image of the folder counts."""
        assert cvpalette.merge(str(album)).image.name == "2 images"
        assert cvpalette.merge([album, album]).image.name == "4 images"
        empty = album.parent / "empty"
        empty.mkdir()
        with pytest.raises(ImageError, match="is a folder without images"):
            cvpalette.merge([album, empty])


def test_every_error_of_an_outcome_has_a_problem(stripes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that is not about its source: it gets its name, and no word for programs."""
    (outcome,) = cvpalette.extract_many(["missing.png"])
    assert outcome.error
    assert (outcome.error.source, outcome.error.problem) == ("missing.png", "not-found")

    def fail(*_: object, **__: object) -> None:
        raise cvpalette.LibraryError("NumPy is not installed")

    monkeypatch.setattr("cvpalette.extraction.open_source", fail)
    (outcome,) = cvpalette.extract_many([stripes])
    assert outcome.error
    assert (outcome.error.source, outcome.error.problem) == (str(stripes), "")
    assert outcome.error.reason == "NumPy is not installed"


def test_a_mistake_of_ours_is_raised() -> None:
    """Only an error that is meant for users becomes an outcome."""
    with pytest.raises(ZeroDivisionError):
        list(share_out(lambda number: 1 // number, [1, 0], jobs=1))


@pytest.mark.parametrize("sources", [None, 7, 2.5])
def test_what_names_no_sources_is_told_at_once(sources: Any) -> None:
    """The message says what would work."""
    with pytest.raises(SettingsError, match="names no sources; give a folder, a source, or an iterable"):
        cvpalette.extract_many(sources)


@pytest.mark.parametrize("jobs", [0, -1, 2.5, "2", True])
def test_a_number_of_jobs_is_whole(jobs: Any) -> None:
    """The message quotes the value."""
    with pytest.raises(SettingsError, match=f"'{jobs}' is no number of jobs; give a whole number from 1"):
        cvpalette.extract_many([], jobs=jobs)


def test_an_array_and_an_open_file_are_one_source(stripes: Path) -> None:
    """Both can be iterated too, which would give rows and lines."""
    with stripes.open("rb") as file:
        outcomes = [*cvpalette.extract_many(grays(1)[0]), *cvpalette.extract_many(file)]
    assert [outcome.error for outcome in outcomes] == [None, None]


def test_an_outcome_shows_its_result_or_error() -> None:
    """In one line, and in a notebook; and no arrays."""
    good, bad = cvpalette.extract_many([np.zeros((2, 3, 3), np.uint8), "<b>.png"])
    assert repr(good) == "<Outcome: <Result of 'image', 3 x 2: #000000>>"
    assert repr(bad) == "<Outcome: '<b>.png': no such file or directory>"
    assert "#000000" in good._repr_html_()
    assert bad._repr_html_() == "<div>&#x27;&lt;b&gt;.png&#x27;: no such file or directory</div>"
