"""The README tells the truth: its figures, its links and its two commands."""

import json
import re

import pytest

from pipeline import readme

HEADINGS = [
    "Two commands",
    "Add a report",
    "Change a theme",
    "What comes out",
    "How it works",
    "How good it is",
    "Limits",
    "Licence",
]


def test_figures_are_those_that_the_pipeline_wrote(project_root):
    """Processors differ in the last digits, so a run on another machine may move a figure a little."""
    text = (project_root / readme.README).read_text(encoding="utf-8")
    metrics, results = (
        json.loads((project_root / path).read_text(encoding="utf-8"))
        for path in (readme.METRICS, readme.SPEED)
    )
    fresh = readme.filled(text, metrics, results)
    number = re.compile(r"\d\.\d\d")
    assert number.sub("", fresh) == number.sub("", text)
    written, measured = ([float(found) for found in number.findall(one)] for one in (text, fresh))
    assert len(written) >= 24
    assert written == pytest.approx(measured, abs=0.03)


def test_every_link_leads_to_a_file(project_root):
    text = (project_root / readme.README).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if not link.startswith("http")]
    assert links
    assert not [link for link in links if not (project_root / link).exists()]


def test_sections_stand_in_the_promised_order(project_root):
    text = (project_root / readme.README).read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS


def test_commands_of_the_readme_exist(project_root):
    makefile = (project_root / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(
        r"^make (\w+)", (project_root / readme.README).read_text(encoding="utf-8"), re.MULTILINE
    ):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_a_cluster_is_worth_it_from_an_hour_on():
    cost = {"seconds": 600.0, "megabytes": 1500.0}
    stages = {"10": {}, "3000": dict.fromkeys(("ingest", "split", "themes"), cost)}
    ratios = {"embedding": {"own_texts_per_second": 875}}
    said = readme.speed({"machine": "2 cores", "growth": 0.951, "stages": stages, "ratios": ratios})
    assert "3,000 synthetic reports" in said
    assert "30 minutes" in said
    assert "1.5 GB" in said
    assert "power of 0.95" in said
    assert "6,000 reports on" in said  # 0.4 s to read and split a report, 0.2 s to embed it
