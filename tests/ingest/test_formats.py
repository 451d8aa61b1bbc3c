"""A report gives the same findings in whichever format it comes, each once, under its heading."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_reports import report
from renderings import FORMATS, Part, Report, expected

from pipeline.ingest import facts, places
from pipeline.ingest.linear import lay
from pipeline.ingest.reading import Limits, read

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data/raw"
PLACES = places.load(ROOT / places.PDUS)
LIMITS = Limits(50_000_000, 400, 60)
BRISK = settings(max_examples=15, deadline=None, derandomize=True)


def found(blocks):
    section = polarity = ""
    rows = []
    for block in blocks:
        if block.kind == "heading" and block.text in ("Strengths:", "Areas for improvement:"):
            polarity = block.text
        elif block.kind == "heading":
            section, polarity = block.text, ""
        elif block.kind in ("item", "quote"):
            rows.append((section, polarity, block.kind, block.text))
    return rows


def published(name: str) -> Report:
    """A published report's own parts, read from the file that the project holds."""
    blocks = read((RAW / name).read_bytes(), name, LIMITS).blocks
    kept = [block for block in blocks if block.kind in ("heading", "paragraph", "item", "quote")]
    return Report([Part(block.kind, block.text, min(block.level, 4)) for block in kept], small_page=True)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "name",
    [
        "north-tyneside-and-northumberland-2025-inspection-report.txt",
        "redcar-cleveland-and-middlesbrough-2022-inspection-report.md",
        "redcar-cleveland-and-middlesbrough-2025-response-letter.md",
    ],
)
def test_published_reports_come_back_from_every_format(form, name):
    report_as_read = published(name)
    told = []
    for data, ending in ((FORMATS[form](report_as_read), form), ((RAW / name).read_bytes(), name[-2:])):
        reading = read(data, f"a.{'txt' if ending == 'xt' else ending}", LIMITS)
        lists = [(block.kind, block.text) for block in reading.blocks if block.kind in ("item", "quote")]
        found_facts = facts.read(reading.blocks, "a", {}, PLACES)
        told.append((lists, found_facts.kind, found_facts.pdu, found_facts.region, found_facts.fieldwork))
    assert told[0] == told[1]


@pytest.mark.parametrize("form", FORMATS)
@BRISK
@given(seed=st.integers(0, 10**6))
def test_every_bullet_comes_back_once_under_its_heading(form, seed):
    invented = report(seed)
    reading = read(FORMATS[form](invented), f"report.{form}", LIMITS)
    assert not reading.reason
    assert found(reading.blocks) == expected(invented)
    laid = lay(reading.blocks)
    assert [laid.text[start:end] for start, end in laid.spans] == [block.text for block in reading.blocks]
