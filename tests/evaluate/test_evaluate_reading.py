"""Hand-coded findings of the invented documents come out of reading and splitting, word for word."""

import shutil

import pytest
import yaml

from pipeline import examples, ingest, split, tables
from pipeline.evaluate import recall


@pytest.fixture
def read(tmp_path, project_root, monkeypatch):
    """A project that holds the invented documents alone, read and split."""
    shutil.copytree(project_root / "data/gold/invented", tmp_path / "data/raw")
    for name in ("data/reference", "data/gold"):
        shutil.copytree(project_root / name, tmp_path / name)
    settings = yaml.safe_load((project_root / "params.yaml").read_text(encoding="utf-8"))
    settings["engine"]["workers"] = 1
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ingest.run()
    split.run()


@pytest.mark.slow
def test_hardly_a_finding_is_lost(read):
    gold = [one for one in examples.gold() if one.origin == "invented"]
    found = recall.measure(gold, tables.read(tables.SEGMENTS), {})
    assert found["documents"] == len({one.document for one in gold}) == 7
    lost = [one["text"] for one in found["missed"]]
    assert found["recall"] >= 0.98, lost
    assert all("rated" in text or "judged" in text for text in lost), "more than bare ratings was lost"
