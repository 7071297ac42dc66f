"""extract_many() and merge(): any number of sources, by whatever works on them."""

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
from cvpalette.errors import ImageError, SettingsError, WorkerError


def greys(count: int) -> list[np.ndarray[Any, Any]]:
    """Return as many images of one grey each."""
    return [np.full((4, 4, 3), level, np.uint8) for level in range(count)]


def test_outcomes_are_in_order() -> None:
    """Also beyond those that are done before there are workers."""
    outcomes = list(cvpalette.extract_many(greys(40), jobs=2, colors=2))
    assert [outcome.found.palette[0].color.rgb[0] for outcome in outcomes if outcome.found] == list(range(40))
    assert not any(outcome.error for outcome in outcomes)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_wrong_with_a_source_is_its_outcome(stripes: Path, jobs: int) -> None:
    """The others have theirs."""
    sources: list[Path | str] = [*[stripes] * 20, "missing.png", *[stripes] * 5]
    outcomes = list(cvpalette.extract_many(sources, jobs=jobs))
    assert [outcome.source for outcome in outcomes] == sources
    (failed,) = (outcome for outcome in outcomes if outcome.found is None)
    assert isinstance(failed.error, ImageError)
    assert failed.error.name == "missing.png"


def test_what_is_found_is_what_extract_finds(stripes: Path) -> None:
    """Without the pixels."""
    how: dict[str, Any] = {"colors": 3, "space": "rgb", "ignore": "#264653", "names": "css"}
    (outcome,) = cvpalette.extract_many([stripes], **how)
    expected = cvpalette.extract(stripes, **how)
    assert outcome.found is not None
    assert (outcome.found.palette, outcome.found.error) == (expected.palette, expected.error)
    assert (outcome.found.name, outcome.found.width, outcome.found.height) == (stripes.name, 40, 40)
    assert (outcome.found.counted, outcome.found.left_out) == (1200, expected.left_out)


def test_wrong_settings_are_told_at_once() -> None:
    """Before anybody asks for the first outcome."""
    with pytest.raises(SettingsError, match="'0' is no number of colors"):
        cvpalette.extract_many([], colors=0)
    with pytest.raises(SettingsError, match="'0' is no number of jobs"):
        cvpalette.extract_many([], jobs=0)
    with pytest.raises(TypeError, match="'colour'"):
        cvpalette.extract_many([], colour=3)


@pytest.mark.parametrize("jobs", [1, 2])
def test_sources_may_have_no_end(jobs: int) -> None:
    """They are taken when there is room for them, and no sooner."""
    taken = 0

    def endless() -> Iterator[np.ndarray[Any, Any]]:
        nonlocal taken
        for image in itertools.cycle(greys(3)):
            taken += 1
            yield image

    outcomes = cvpalette.extract_many(endless(), jobs=jobs)
    assert len(list(itertools.islice(outcomes, 30))) == 30
    assert taken <= 30 + 4 * jobs


class TestExecutors:
    """Whoever has an executor brings it."""

    @pytest.mark.parametrize("count", [0, 1, 50])
    def test_any_executor_will_do(self, count: int) -> None:
        """It does all the work."""
        with ThreadPoolExecutor(3) as executor:
            outcomes = list(cvpalette.extract_many(greys(count), executor=executor, jobs=3))
        assert [o.found.palette[0].color.rgb[0] for o in outcomes if o.found] == list(range(count))

    def test_one_that_breaks_is_told(self) -> None:
        """What was in flight is named, and the rest is not asked for."""

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


class TestMerge:
    """One palette for all."""

    def test_is_the_palette_of_the_sum(self) -> None:
        """Histograms add."""
        noise = np.random.default_rng(5).integers(0, 256, (20, 40, 40, 3), np.uint8)
        images = [cvpalette.Image.from_array(pixels) for pixels in noise]
        merged = cvpalette.merge(images, colors=4)
        together = cvpalette.extract(noise.reshape(-1, 40, 3), colors=4)
        assert merged.image.name == "20 images"
        assert merged.palette.colors == together.palette.colors
        assert merged.histogram.total == 20 * 1600

    def test_equal_images_weigh_the_same(self) -> None:
        """However many pixels they have; together they count as many as they have."""
        merged = cvpalette.merge(
            [np.zeros((9, 9, 3), np.uint8), np.full((1, 1, 3), 255, np.uint8)], by="equal"
        )
        assert [swatch.share for swatch in merged.palette] == [0.5, 0.5]
        assert merged.histogram.total == pytest.approx(82)

    def test_what_is_left_out_is_summed(self) -> None:
        """By its reason."""
        stripes = np.repeat(np.array([[0], [9], [99]], np.uint8), 5, axis=1)
        merged = cvpalette.merge([stripes] * 3, ignore="black~0", region="0,0,4,3")
        left_out = {part.reason: part.pixels for part in merged.left_out}
        assert (left_out, merged.histogram.total) == ({"region": 9, "ignore": 12}, 24)

    def test_the_first_error_is_raised(self) -> None:
        """A palette of some of them is not the palette of them all."""
        with pytest.raises(ImageError, match=r"'missing\.png'"):
            cvpalette.merge([*greys(2), "missing.png"])
        with pytest.raises(ImageError, match="there is none to merge"):
            cvpalette.merge([])


def test_a_mistake_of_ours_is_raised() -> None:
    """Only what is meant for users becomes a result."""
    with pytest.raises(ZeroDivisionError):
        list(share_out(lambda number: 1 // number, [1, 0], jobs=1))
