"""Run samples/notebook.ipynb anew, and keep its outputs: `python samples/run_notebook.py [FROM [TO]]`.

It needs `pip install nbclient ipykernel pandas matplotlib`. What differs from run to run, such as
times, addresses in memory and the version of Python, is left out: a run that changes nothing changes little.
"""

import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

STORY = Path(__file__).parent / "notebook.ipynb"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def main(source: Path, target: Path) -> None:
    """Run a notebook in the folder of the samples, and write it with its outputs."""
    notebook = nbformat.read(source, as_version=4)
    folder = {"metadata": {"path": str(STORY.parent)}}
    NotebookClient(notebook, timeout=120, record_timing=False, resources=folder).execute()
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    written = re.sub(r" at 0x[0-9a-f]+>", ">", nbformat.writes(notebook))
    target.write_text(f"{written}\n", encoding="utf-8")


if __name__ == "__main__":
    paths = [Path(argument) for argument in sys.argv[1:]] or [STORY]
    main(paths[0], paths[-1])
