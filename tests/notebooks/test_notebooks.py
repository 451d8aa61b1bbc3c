"""The notebooks run from top to bottom, read the processed tables alone, and are stored without outputs."""

from pathlib import Path

import nbformat
import pytest
import yaml
from nbclient import NotebookClient

from pipeline import tables
from tests.report import report_tables

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
NAMES = [path.stem for path in NOTEBOOKS]
CODED = [  # uid, polarity by hand, by model, themes by hand, by model
    ("h1", "strength", "strength", "workload", "workload"),
    ("h2", "improvement", "strength", "management-oversight", "workload"),
    ("h3", "improvement", "improvement", "workload", ""),
]


def source(path):
    """All code of a notebook."""
    book = nbformat.read(path, as_version=4)
    return "\n".join(cell.source for cell in book.cells if cell.cell_type == "code")


@pytest.fixture
def project(tmp_path, project_root, monkeypatch):
    """A small invented project after the pipeline ran, seen from its notebooks folder."""
    report_tables.write(tmp_path, report_tables.small())
    settings = yaml.safe_load((project_root / "params.yaml").read_text(encoding="utf-8"))
    settings["embed"]["backend"] = "float32"
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (tmp_path / "dvc.yaml").touch()
    names = ("uid", "polarity", "model_polarity", "themes", "model_themes")
    rows = [
        dict(zip(names, row, strict=True))
        | {"document": "d", "origin": "made", "text": f"Text {row[0]}", "optional": "", "confidence": 0.8}
        | {"scores": "0.7" if row[4] else ""}
        for row in CODED
    ]
    tables.write(tables.HAND_CODING, tables.frame(tables.HAND_CODING, rows), tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(project_root))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def executed(path, project):
    """The notebook after every cell ran."""
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=240, resources={"metadata": {"path": str(project / "notebooks")}}).execute()
    return book


def said(book):
    """What the cells printed and showed as text."""
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    shown = [output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs]
    return "\n".join(shown)


def test_there_are_three():
    assert len(NOTEBOOKS) == 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_stored_without_outputs(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_reads_processed_tables_alone(path):
    code = source(path)
    for folder in (
        "data/raw",
        "data/interim",
        "data/gold",
        "reports/",
        "vectors.load",
        "read_parquet",
        "open(",
    ):
        assert folder not in code
    named = [schema for schema in tables.ALL if tables.path_of(schema).parent == tables.INTERIM]
    constants = {name for name, value in vars(tables).items() if any(value is schema for schema in named)}
    assert not [name for name in constants | {"HOLDOUT"} if f"tables.{name}" in code]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_runs_and_changes_nothing(path, project):
    before = {one: one.read_bytes() for one in sorted((project / "data").rglob("*.*"))}
    book = executed(path, project)
    assert {one: one.read_bytes() for one in sorted((project / "data").rglob("*.*"))} == before
    assert all(cell.execution_count for cell in book.cells if cell.cell_type == "code")
    if path.stem.startswith("3"):
        assert "2 of 3 main themes differ" in said(book)


@pytest.mark.slow
def test_runs_on_the_project_itself(project_root):
    """The same on the real tables, where the pipeline has run."""
    if not (project_root / tables.path_of(tables.HAND_CODING)).exists():
        pytest.skip("data/processed is not there: run the pipeline first (make repro)")
    for path in NOTEBOOKS:
        executed(path, project_root)
