"""parse_size() and make_fitting(): the most that fits."""

import pytest

from cvpalette.quantizing.fitting import make_fitting, parse_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("20000", 20_000),
        ("20000B", 20_000),
        ("20kB", 20_000),
        ("20 KB", 20_000),
        ("20KiB", 20_480),
        ("1.5M", 1_500_000),
        ("1 MiB", 1 << 20),
    ],
)
def test_sizes_as_people_write_them(text: str, size: int) -> None:
    """With or without a unit, a blank, or the B."""
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["0", "-1", "kB", "1e3", "20 tons", "1_000", "\u0661", "", "inf"])
def test_what_is_no_size_is_refused(text: str) -> None:
    """In one line that says how to write one."""
    with pytest.raises(ValueError, match=r"such as '20000', '20kB' or '1\.5MB', not '"):
        parse_size(text)


@pytest.mark.parametrize("size", range(1, 40))
def test_the_most_that_fits_is_made(size: int) -> None:
    """Of one byte for each color."""
    assert len(make_fitting(bytes, 1, 30, size)) == min(size, 30)


@pytest.mark.parametrize("most", [1, 2, 30])
def test_too_small_a_size_says_what_would_do(most: int) -> None:
    """Where one color is too many."""
    with pytest.raises(ValueError, match=r"5 bytes cannot hold the image: the smallest .* takes 1,001"):
        make_fitting(lambda colors: bytes(1000 + colors), 1, most, 5)


def test_a_few_more_colors_that_fit_are_found() -> None:
    """Not each color more takes more bytes."""
    sizes = dict(enumerate([*range(10, 26), 60, 40, 60, 45, *range(70, 90)], 1))
    found = make_fitting(lambda colors: bytes(sizes[colors]), 1, 36, 50)
    assert len(found) == sizes[20]


def test_fewer_colors_than_the_fewest_are_not_tried() -> None:
    """A palette that must have some colors cannot be made with fewer."""
    tried: list[int] = []

    def make(colors: int) -> bytes:
        tried.append(colors)
        return bytes(colors)

    assert len(make_fitting(make, 5, 30, 5)) == 5
    with pytest.raises(ValueError, match="smallest that was tried takes 5"):
        make_fitting(make, 5, 30, 4)
    assert min(tried) == 5
