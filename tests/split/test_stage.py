from pathlib import Path

import pandas as pd
import pytest

from pipeline import params, tables
from pipeline.split import stage

ROOT = Path(__file__).parents[2]
LINES = [
    ("heading", 2, "1.1 Leadership"),
    ("heading", 3, "Strengths"),
    ("item", 1, "Oversight was effective in 36 per cent of cases; it was late in others."),
    ("item", 1, "Staff were kind."),
    ("item", 1, "Staff were kind."),
    ("quote", 0, "“They listened to me every time.”"),
]


def block_rows(document, lines):
    found, at = [], 0
    for position, (kind, level, text) in enumerate(lines):
        row = {"document_id": document, "position": position, "kind": kind, "level": level, "text": text}
        found.append({**row, "page": 1, "char_start": at, "char_end": at + len(text)})
        at += len(text) + 1
    return found


def document_row(document, **facts):
    row = {"document_id": document, "path": f"data/raw/{document}.txt", "sha256": "0", "format": "txt"}
    row |= {"kind": "inspection_report", "pdu": "Northmoor", "status": "read"}
    return row | facts


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/reference").symlink_to(ROOT / "data/reference")
    (tmp_path / "params.yaml").symlink_to(ROOT / "params.yaml")

    def write(*documents):
        facts = pd.DataFrame([facts for facts, _ in documents]).reindex(
            columns=list(tables.DOCUMENTS.columns)
        )
        rows = [row for facts, lines in documents for row in block_rows(facts["document_id"], lines)]
        tables.write(tables.DOCUMENTS, facts)
        tables.write(tables.BLOCKS, tables.frame(tables.BLOCKS, rows))
        stage.run()

    return write


def test_the_tables_of_one_document(project):
    project((document_row("a"), LINES))
    segments = tables.read(tables.SEGMENTS)
    assert segments["kind"].tolist() == ["bullet", "bullet", "bullet", "quote"]
    assert segments["heading"].tolist() == ["strength"] * 4
    assert segments["position"].tolist() == [0, 1, 2, 3]
    assert segments["finding_id"].is_unique
    assert segments["finding_id"].str.fullmatch("a-[0-9a-f]{10}").all()
    assert segments["belongs_to"].tolist()[3] == segments["finding_id"].tolist()[2]
    assert segments["pdu"].tolist() == ["Northmoor"] * 4
    whole = "\n".join(text for _, _, text in LINES)
    spans = zip(segments["char_start"], segments["char_end"], segments["text"], strict=True)
    assert all(whole[start:end] == text for start, end, text in spans)
    clauses = tables.read(tables.CLAUSES)
    assert clauses["text"].tolist()[:2] == [
        "Oversight was effective in 36 per cent of cases;",
        "it was late in others.",
    ]
    statistics = tables.read(tables.STATISTICS)
    assert statistics[["finding_id", "quote", "value"]].to_numpy().tolist() == [
        [segments["finding_id"].tolist()[0], "36 per cent", 0.36]
    ]
    assert tables.read(tables.DROPPED)["text"].tolist() == ["1.1 Leadership", "Strengths"]


def test_an_id_stays_when_other_bullets_change(project):
    project((document_row("a"), LINES))
    before = tables.read(tables.SEGMENTS).set_index("text")["finding_id"]
    project((document_row("a"), [*LINES[:2], ("item", 1, "A new bullet."), *LINES[3:]]))
    after = tables.read(tables.SEGMENTS).set_index("text")["finding_id"]
    assert after.loc["Staff were kind."].tolist() == before.loc["Staff were kind."].tolist()


def test_what_was_set_aside_or_repeats_another_gives_nothing(project):
    project(
        (document_row("a"), LINES),
        (document_row("b", duplicate_of="a"), LINES),
        (document_row("c", status="quarantined", reason="empty"), LINES),
    )
    assert set(tables.read(tables.SEGMENTS)["document_id"]) == {"a"}


def test_no_document_gives_empty_tables(project):
    project((document_row("a", status="quarantined", reason="empty"), LINES))
    for schema in stage.SCHEMAS.values():
        assert tables.read(schema).empty


def test_what_was_split_before_comes_from_the_store_and_is_the_same(project, monkeypatch):
    project((document_row("a"), LINES))
    names = [tables.path_of(schema) for schema in stage.SCHEMAS.values()]
    before = [path.read_bytes() for path in names]

    def unwanted(*_):
        raise AssertionError("split again")

    monkeypatch.setattr(stage, "split", unwanted)
    project((document_row("a"), LINES))
    assert [path.read_bytes() for path in names] == before


def test_the_key_of_a_document_changes_with_its_blocks_and_the_settings():
    one = stage.Document("a", "other", None, ())
    other = stage.Document("a", "press_release", None, ())
    assert stage.key(one, 4, "x") != stage.key(other, 4, "x")
    assert stage.key(one, 4, "x") != stage.key(one, 5, "x")
    assert stage.key(one, 4, "x") != stage.key(one, 4, "y")


def test_min_words_is_a_setting():
    document = stage.Document("a", "other", None, (stage.Block("paragraph", 0, "Plans were poor.", 1, 0),))
    assert len(stage.split(document, 3).segments) == 1
    assert stage.split(document, 4).segments == []
    assert params.load(ROOT / "params.yaml").split.min_words == 4
