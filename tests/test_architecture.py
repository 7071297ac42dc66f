"""The layers: imports point down, read from the source and not from what happens to be loaded."""

import ast
from pathlib import Path

import pytest

import cvpalette

#: From the bottom to the top; modules on one line do not import each other.
LAYERS = (
    "errors paths silence address",
    "colorspace cells points orientation depths truncation deeptiff matrixprofile",
    "color arrays counting partition options loading reading formats profiles region stream wire writing",
    "palette colornames relocation drawing container download",
    "settings scope decoding",
    "image",
    "histogram picture quantization",
    "accents rounding difference intake",
    "clustering ignoring sources",
    "border target",
    "exclusion",
    "extraction",
    "naming output",
    "outputs/css outputs/gimp outputs/hex outputs/json outputs/quantized outputs/swatch",
    "outputs/__init__",
    "registry testing terminal",
    "selection listing exits",
    "run",
    "__init__",
    "arguments",
    "cli",
    "__main__",
)
LEVELS = {name: level for level, names in enumerate(LAYERS) for name in names.split()}
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
    highest = LEVELS["naming"]
    assert {name for name in _imports(module) if LEVELS[name] > highest} == set()


def test_the_reader_of_imports_sees_them() -> None:
    """The tests above would pass on nothing: here is something that they must see."""
    assert "outputs/css" not in _imports("registry")
    assert {"errors", "registry", "settings", "sources", "target"} <= _imports("run")
    assert "extraction" in _imports("terminal")
    assert "__init__" in _imports("arguments")


@pytest.mark.parametrize(
    "module", ["errors", "color", "colornames", "palette", "region", "scope", "settings"]
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
