"""The stage as a whole: files in, tables and texts out."""

import shutil
from pathlib import Path

import pytest
from invented_reports import report
from renderings import FORMATS, Part, Report, expected, markdown

from pipeline import tables
from pipeline.errors import PipelineError
from pipeline.ingest import guard, stage
from pipeline.ingest.reading import read

ROOT = Path(__file__).resolve().parents[2]
OTHER = Report(
    [Part("heading", "An inspection of probation services in Eastport PDU", 1), *report(5).parts[1:]]
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data/raw/2024").mkdir(parents=True)
    (tmp_path / "data/reference").mkdir()
    shutil.copy(ROOT / "params.yaml", tmp_path)
    shutil.copy(ROOT / "data/reference/pdus.csv", tmp_path / "data/reference")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data/raw"


def test_a_folder_of_good_and_bad_files(project: Path, caplog: pytest.LogCaptureFixture):
    (project / "README.md").write_text("No document.")
    (project / ".hidden.md").write_text("No document.")
    (project / "2024/first.md").write_bytes(markdown(report(1)))
    (project / "again.pdf").write_bytes(FORMATS["pdf"](report(1)))
    (project / "other.md").write_bytes(markdown(OTHER))
    (project / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (project / "gone.pdf").symlink_to(project / "nowhere.pdf")
    (project / "sources.csv").write_text(
        "path,kind,pdu\ndata/raw/other.md,press_release,Wirral\nlost.pdf,,Wirral\n"
    )
    stage.run()
    documents = tables.read(tables.DOCUMENTS).set_index("document_id")
    assert documents.status.to_dict() == {
        "2024-first": "read",
        "again": "quarantined",
        "broken": "quarantined",
        "gone": "quarantined",
        "other": "read",
    }
    assert documents.duplicate_of.dropna().to_dict() == {"again": "2024-first"}
    assert "cut short" in documents.reason["broken"]
    assert (documents.kind["other"], documents.pdu["other"], documents.region["other"]) == (
        "press_release",
        "Wirral",
        "North West",
    )
    assert "cannot be opened" in documents.reason["gone"]
    assert "broken.pdf" in caplog.text
    assert "sources.csv names lost.pdf" in caplog.text
    blocks = tables.read(tables.BLOCKS)
    assert list(blocks.document_id.unique()) == ["2024-first", "other"]
    items = blocks[(blocks.document_id == "2024-first") & blocks.kind.isin(["item", "quote"])]
    assert list(items.text) == [text for *_, text in expected(report(1))]
    for name, part in blocks.groupby("document_id"):
        text = Path(f"data/processed/texts/{name}.txt").read_text(encoding="utf-8")
        assert [text[row.char_start : row.char_end] for row in part.itertuples()] == list(part.text)
        assert list(part.position) == list(range(len(part)))


def test_one_more_document_is_the_only_one_that_is_read(project: Path, monkeypatch: pytest.MonkeyPatch):
    for seed in (1, 2):
        (project / f"{seed}.md").write_bytes(markdown(report(seed)))
    seen: list[str] = []
    plain = guard.read_file
    monkeypatch.setattr(
        guard, "read_file", lambda path, limits: seen.append(path.name) or plain(path, limits)
    )
    stage.run()
    assert sorted(seen) == ["1.md", "2.md"]
    first = tables.read(tables.BLOCKS)
    seen.clear()
    (project / "0.md").write_bytes(markdown(OTHER))
    stage.run()
    assert seen == ["0.md"]
    assert tables.read(tables.BLOCKS).query("document_id != '0'").reset_index(drop=True).equals(first)


def test_two_runs_write_the_same_bytes(project: Path):
    (project / "1.md").write_bytes(markdown(report(1)))
    outs = []
    for _ in range(2):
        stage.run()
        outs.append({path: path.read_bytes() for path in sorted(Path("data").rglob("*.parquet"))})
        shutil.rmtree(".cache")
    assert outs[0] == outs[1]


def test_an_empty_folder_is_one_clear_line(project: Path):
    with pytest.raises(PipelineError, match="holds no document"):
        stage.run()


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("redcar-cleveland-and-middlesbrough-2022-inspection-report.md", {"polar": 98, "other": 7}),
        ("north-tyneside-and-northumberland-2025-inspection-report.txt", {"polar": 49, "other": 24}),
    ],
)
def test_every_bullet_of_the_published_reports(name: str, items: dict[str, int]):
    reading = read((ROOT / "data/raw" / name).read_bytes(), name, stage.Limits(10_000_000, 100, 60))
    polar, counts = False, {"polar": 0, "other": 0}
    for block in reading.blocks:
        if block.kind == "heading":
            polar = block.text.startswith(("Strengths", "Areas for improvement"))
        elif block.kind == "item":
            counts["polar" if polar else "other"] += 1
    assert counts == items
