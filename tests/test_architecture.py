"""The layers: imports point down, read from the source and not from what happens to be loaded."""

import ast
from pathlib import Path

import pytest

import cvpalette

#: From the bottom to the top; between two empty lines, modules do not import each other.
LAYERS = """
batch/__init__ batch/heap colorspace command/__init__ command/progress decoding/__init__
decoding/deeptiff decoding/depths decoding/jpeg decoding/matrixprofile decoding/orientation
decoding/silence division engine/__init__ engine/cells engine/threads entrypoints escaping matrix
page/__init__ paths quantizing/__init__ quantizing/bluenoise scope/__init__ sources/__init__
sources/address wording

batch/worker decoding/profiles decoding/truncation engine/exact engine/points engine/tables errors
options quantizing/fitting quantizing/nearest sources/wire

batch/cluster batch/flow batch/jobs batch/weights batch/workers color command/given command/writing
decoding/formats decoding/reading engine/counting engine/partition loading scope/region
sources/arrays sources/stream

batch/grouping batch/sharing chip colornames command/batching decoding/container decoding/film
engine/relocation page/document palette sources/download sources/store spaces

adobe decoding/opencv drawing notation scope/scope settings

decoding/pillow

decoding/frames

image

histogram quantizing/codes sources/picture strip thumbnail

difference engine/accents engine/rounding quantizing/cube quantizing/indexed quantizing/mapping
sources/intake

colornaming engine/settling quantizing/diffusion quantizing/fidelity quantizing/mixing
quantizing/png scope/ignoring sources/finding

clustering command/inputs command/places command/request quantization quantizing/encoding
scope/border

choosing command/target scope/exclusion

command/storing counted

extraction

found naming page/embedding page/points

batch/recipe label output page/gallery page/swatchlist palettefile

batch/extracting batch/merging command/resuming layout

batch/distributing outputs/aco outputs/act outputs/android outputs/ase outputs/barcode outputs/css
outputs/csv outputs/dtcg outputs/gimp outputs/hex outputs/html outputs/json outputs/latex
outputs/less outputs/mplstyle outputs/parquet outputs/procreate outputs/quantized outputs/scss
outputs/svg outputs/swatch outputs/tailwind

outputs/__init__

registry terminal testing

command/completion command/exits command/gathering command/listing command/selection palettereading

__init__ command/task command/voice

command/arguments command/plan

command/working

command/each

command/merging

command/run

cli

__main__
"""
LEVELS = {name: level for level, names in enumerate(LAYERS.split("\n\n")) for name in names.split()}
ROOT = Path(cvpalette.__file__).parent
MODULES = sorted(path.relative_to(ROOT).with_suffix("").as_posix() for path in ROOT.rglob("*.py"))


def _module_of(dotted: str) -> str:
    """Return the module that a dotted name is in: `cvpalette.outputs.css.CssVariables` is in outputs/css."""
    parts = dotted.split(".")[1:]
    for length in range(len(parts), 0, -1):
        name = "/".join(parts[:length])
        if name in MODULES:
            return name
        if f"{name}/__init__" in MODULES:
            return f"{name}/__init__"
    return "__init__"


def _imports(module: str) -> set[str]:
    """Return the modules of cvpalette that a module imports, anywhere in it."""
    dotted = set()
    for node in ast.walk(ast.parse((ROOT / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            dotted |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import: write it in full"
            dotted |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {_module_of(name) for name in dotted if name.split(".")[0] == "cvpalette"}


def test_every_module_has_its_layer() -> None:
    """A new module is put into the table above, and one that is gone is taken out."""
    assert sorted(LEVELS) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    """Whoever reads a module need not know what is built on it."""
    assert {name for name in _imports(module) if LEVELS[name] >= LEVELS[module]} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("outputs/")])
def test_an_output_stands_alone(module: str) -> None:
    """None imports another, the registry, or the command: each could be a plugin."""
    highest = LEVELS["outputs/css"] - 1
    assert {name for name in _imports(module) if LEVELS[name] > highest} == set()


def test_the_reader_of_imports_sees_them() -> None:
    """The tests above would pass on nothing: here is something that they must see."""
    assert "outputs/css" not in _imports("registry")
    assert {"errors", "registry", "paths", "sources/finding", "command/target"} <= _imports("command/plan")
    assert "found" in _imports("terminal")
    assert "__init__" in _imports("command/arguments")


@pytest.mark.parametrize(
    "module",
    [
        "chip",
        "division",
        "errors",
        "label",
        "layout",
        "color",
        "colornames",
        "matrix",
        "notation",
        "palette",
        "scope/region",
        "scope/scope",
        "settings",
        "spaces",
        "wording",
    ],
)
def test_values_are_pure_python(module: str) -> None:
    """The command tells a wrong argument before numpy is loaded."""
    tree = ast.parse((ROOT / f"{module}.py").read_text(encoding="utf-8"))
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    imported |= {
        str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    assert imported & {"numpy", "cv2", "PIL", "rich", "typer", "click"} == set()
