"""Whatever the bytes, a reader gives blocks or a reasoned refusal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_reports import report
from renderings import FORMATS

from pipeline.ingest.linear import lay
from pipeline.ingest.reading import Limits, pack, read, unpack

LIMITS = Limits(2_000_000, 50, 60)
ROUNDS = settings(max_examples=40, deadline=None, derandomize=True)
WHOLE = {form: FORMATS[form](report(11)) for form in FORMATS}


def check(reading) -> None:
    assert bool(reading.blocks) != bool(reading.reason)
    assert "failed on it" not in reading.reason
    laid = lay(reading.blocks)
    for block, (start, end) in zip(reading.blocks, laid.spans, strict=True):
        assert laid.text[start:end] == block.text == " ".join(block.text.split())
        assert block.text
        assert block.page >= 1
    assert unpack(pack(reading)) == reading


@pytest.mark.parametrize("form", FORMATS)
@ROUNDS
@given(data=st.data())
def test_damaged_documents(form, data):
    whole = WHOLE[form]
    cut = data.draw(st.integers(0, len(whole)))
    at = data.draw(st.integers(0, len(whole) - 1))
    noise = data.draw(st.binary(max_size=60))
    kept = whole[:at] + noise + whole[at + len(noise) :]
    check(read(kept[:cut] if data.draw(st.booleans()) else kept, f"a.{form}", LIMITS))


@pytest.mark.parametrize("form", FORMATS)
@ROUNDS
@given(noise=st.binary(max_size=400))
def test_noise(form, noise):
    check(read(noise, f"a.{form}", LIMITS))


SIGNS = st.sampled_from(
    [*list("-•–*#>|[]()1.2 \t\n\n\x0c¹“”aB\\&<\xadﬁ\u200b"), "word ", "Strengths:", "\n- ", "</p><li>"]
)


@pytest.mark.parametrize("form", ["md", "txt", "html"])
@ROUNDS
@given(text=st.lists(SIGNS, max_size=300).map("".join))
def test_odd_text(form, text):
    start = "<html><body>" if form == "html" else ""
    check(
        read((start + "Practitioners reviewed most plans in time. " * 5 + text).encode(), f"a.{form}", LIMITS)
    )


def test_deep_nesting():
    page = "<html><body>" + "<div>" * 3000 + "Practitioners reviewed most plans in time. " * 9
    check(read(page.encode(), "a.html", LIMITS))
