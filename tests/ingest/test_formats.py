"""A report gives the same findings in whichever format it comes, each once, under its heading."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_reports import report
from renderings import FORMATS, expected

from pipeline.ingest.linear import lay
from pipeline.ingest.reading import Limits, read

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


@pytest.mark.parametrize("form", FORMATS)
@BRISK
@given(seed=st.integers(0, 10**6))
def test_every_bullet_comes_back_once_under_its_heading(form, seed):
    published = report(seed)
    reading = read(FORMATS[form](published), f"report.{form}", LIMITS)
    assert not reading.reason
    assert found(reading.blocks) == expected(published)
    laid = lay(reading.blocks)
    assert [laid.text[start:end] for start, end in laid.spans] == [block.text for block in reading.blocks]
