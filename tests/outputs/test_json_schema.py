"""What `json` writes is as its published schema says."""

import json
import subprocess
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch, Values

jsonschema = pytest.importorskip("jsonschema", reason="the stages `docs` and `extras` of .ci/run have it")

Run = Callable[..., subprocess.CompletedProcess[bytes]]

SCHEMA: dict[str, Any] = json.loads(
    (files("cvpalette") / "schemas" / "palette.schema.json").read_text("utf-8")
)


def _close(schema: Any) -> Any:
    """Return the schema with no room for fields that it does not name: the published one has room."""
    if isinstance(schema, list):
        return [_close(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _close(value) for key, value in schema.items()}
    return closed | {"additionalProperties": False} if "required" in schema else closed


def _validate(text: str | bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator(_close(SCHEMA)).validate(document)
    return document


def test_the_schema_is_one() -> None:
    """By the draft that it names."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"].endswith("2020-12/schema")


def test_everything_that_a_picture_has(stripes: Path, run_cli: Run) -> None:
    """All options that add to it, and all that leave pixels out."""
    what = ["-k", "3", "--names", "css", "--ignore", "#264653", "--region", "0,0,90%,90%", "--keep", "red"]
    more = [word for name in ("positions", "roles", "text") for word in ("-O", f"json.{name}=true")]
    document = _validate(run_cli(stripes, "-f", "json", *what, *more).stdout)
    assert {"positions", "scheme"} <= document.keys()
    assert {each["reason"] for each in document["left_out"]} == {"region", "ignore"}


def test_colors_that_are_chosen_from_a_palette(stripes: Path, run_cli: Run) -> None:
    """Beside their error is that of as many of any."""
    document = _validate(run_cli(stripes, "-f", "json", "--palette", "css", "-k", "auto").stdout)
    assert (document["settings"]["colors"], document["settings"]["palette"]) == ("auto", "css")
    assert document["error"]["best"].keys() == {"delta_e_mean", "delta_e_p95", "mse"}


def test_everything_that_a_palette_file_has() -> None:
    """Groups, kinds, alpha, values and a comment."""
    swatch = Swatch(Color(1, 2, 3), 1.0, "ink", None, "a/b", "spot", 0.5, Values("cmyk", (0, 0.5, 1, 0)))
    palette = Palette((swatch,), "brand", comment="Free.")
    document = _validate(str(cvpalette.render(cvpalette.Result.of_palette(palette, "brand.ase"), "json")))
    assert {"group", "kind", "alpha", "values"} <= document["colors"][0].keys()
    assert document["comment"] == "Free."


def test_lines_of_json_have_sources_that_failed(stripes: Path, tmp_path: Path, run_cli: Run) -> None:
    """Their object has an error in place of a palette."""
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = run_cli(stripes, "broken.png", "-k", "auto", "-o", "all.jsonl")
    assert done.returncode == 1
    lines = [_validate(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert ["colors" in line for line in lines] == [True, False]


@pytest.mark.parametrize(
    ("field", "value"),
    [("version", 2), ("colors", []), ("counted", -1), ("path", 1)],
    ids=["version", "colors", "counted", "path"],
)
def test_the_schema_refuses_what_is_wrong(stripes: Path, field: str, value: object) -> None:
    """A schema that takes everything would prove nothing."""
    document = json.loads(str(cvpalette.render(cvpalette.extract(stripes), "json")))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(document | {field: value})


def test_every_field_is_described() -> None:
    """The page of the schema has no other words."""
    fields = {
        f"{name}.{field}": schema
        for name, each in SCHEMA["$defs"].items()
        for field, schema in each.get("properties", {}).items()
    }
    assert [name for name, schema in fields.items() if not schema.get("description")] == []
