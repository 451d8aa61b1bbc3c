"""The programmes are data: complete, consistent with the codebook and with what ingest recognises."""

import pandas as pd
import pytest
import yaml

from pipeline import codebook
from pipeline.errors import PipelineError
from pipeline.track import programmes

RULERS = programmes.load()
NAMES = [ruler.id for ruler in RULERS]


def units(*made):
    rows = [{"inspection_id": f"i{number}", "programme": name} for number, name in enumerate(made)]
    return pd.DataFrame(rows, dtype="str")


def test_every_programme_that_ingest_can_name_is_described(project_root):
    facts = yaml.safe_load((project_root / "pipeline/ingest/facts.yaml").read_text(encoding="utf-8"))
    assert {rule["programme"] for rule in facts["programmes"]} <= set(NAMES)
    assert len(set(NAMES)) == len(NAMES)


def test_every_theme_that_a_programme_names_is_in_the_codebook():
    known = {theme.id for theme in codebook.load()}
    for ruler in RULERS:
        named = [] if isinstance(ruler.looks_at, str) else ruler.looks_at
        assert set(named) | set(ruler.not_) <= known


def test_dynamic_inspections_look_at_public_protection_alone():
    table = programmes.looked_at(
        units("dynamic-2025"), RULERS, ["victim-safety", "accommodation", "workload"]
    )
    assert list(table["theme_id"]) == ["victim-safety"]


def test_all_means_all_but_what_is_left_out_and_an_unknown_programme_tells_nothing():
    table = programmes.looked_at(units("pdu-2024", None), RULERS, ["court-work", "workload", "a-new-one"])
    assert list(zip(table["inspection_id"], table["theme_id"], strict=True)) == [
        ("i0", "workload"),
        ("i0", "a-new-one"),
    ]


def test_a_programme_that_is_not_described_is_named():
    with pytest.raises(PipelineError, match="does not describe programme pdu-2099"):
        programmes.looked_at(units("pdu-2099"), RULERS, ["workload"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("programmes: [{id: x}]", "required"),
        ("[", "no valid YAML"),
        ("names: []", "no list of programmes"),
    ],
)
def test_a_faulty_file_is_one_clear_line(tmp_path, content, message):
    path = tmp_path / "programmes.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PipelineError, match=message):
        programmes.load(path)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(PipelineError, match="does not exist"):
        programmes.load(tmp_path / "none.yaml")
