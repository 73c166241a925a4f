"""Scripts are the source of the notebooks: they run, and what was rendered is what stands in them."""

import json
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CELL = re.compile(r"^# %%.*$", re.MULTILINE)


def script_of(notebook: Path) -> Path:
    return ROOT / "scripts" / f"{notebook.stem}.py"


def test_there_is_a_notebook():
    assert NOTEBOOKS


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_script_of_a_notebook_runs(notebook):
    assert "enriched" in runpy.run_path(str(script_of(notebook)))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_the_code_of_its_script_with_its_results(notebook):
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    rendered = ["".join(cell["source"]).strip() for cell in cells if cell["cell_type"] == "code"]
    parts = [part.strip() for part in CELL.split(script_of(notebook).read_text("utf-8")) if part.strip()]
    assert rendered == [part for part in parts if not all(line.startswith("#") for line in part.splitlines())]
    assert any(cell.get("outputs") for cell in cells)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_path_of_the_machine_that_rendered_it(notebook):
    assert not re.search(r"/(tmp|home|root|Users)/", notebook.read_text("utf-8"))
