import numpy as np
import pandas as pd
import pytest

from pipeline import tables
from pipeline.polarity import decide, disagree, passages, rules

ROWS = [
    ("a", "bullet", "strength", "Plans were vague and poor."),
    ("b", "recommendation", None, "Train all staff."),
    ("c", "sentence", None, "Staff were caring."),
    ("d", "bullet", "improvement", "Checks were rarely made."),
    ("e", "sentence", None, "The office moved."),
]


def segments() -> pd.DataFrame:
    place = {"char_start": 0, "char_end": 9, "page": 1, "summary": False}
    rows = [
        {
            "finding_id": key,
            "document_id": "doc",
            "kind": kind,
            "heading": heading,
            "text": text,
            "position": at,
            **place,
        }
        for at, (key, kind, heading, text) in enumerate(ROWS)
    ]
    return tables.frame(tables.SEGMENTS, rows)


SAID = (
    ["improvement", "strength", "strength", "improvement", "neutral"],
    np.array([0.95, 0.6, 0.9, 0.8, 0.5]),
)


def decisions(*rows: tuple[str, str]) -> pd.DataFrame:
    table = [{"finding_id": key, "field": "polarity", "value": value, "file": "x.csv"} for key, value in rows]
    return pd.DataFrame(table, columns=["finding_id", "field", "value", "file"], dtype="str")


def judged(*rows: tuple[str, str]) -> pd.DataFrame:
    table = decide.findings(segments(), SAID, decisions(*rows))
    return tables.FINDINGS.validate(table[list(tables.FINDINGS.columns)])


def test_heading_then_kind_then_model() -> None:
    table = judged()
    assert table["polarity"].tolist() == ["strength", "improvement", "strength", "improvement", "neutral"]
    assert table["polarity_source"].tolist() == ["heading", "kind", "model", "heading", "model"]
    assert table["polarity_confidence"].tolist() == [1, 1, 0.9, 1, 0.5]
    assert table["model_polarity"].tolist() == SAID[0]
    assert table["model_confidence"].tolist() == SAID[1].tolist()


def test_what_stands_already_is_settled_unless_the_words_speak_against_it() -> None:
    alone = pd.DataFrame({"improvement": [0.1, 0.2, 0.1, 0.84, 0.5], "strength": [0.9, 0.8, 0.9, 0.16, 0.5]})
    assert decide.settled(segments(), alone, 0.85).tolist() == [True, True, False, False, False]
    assert decide.settled(segments(), alone, 0.84).tolist() == [True, True, False, True, False]
    assert decide.settled(segments(), alone[["strength"]], 0.1).tolist() == [True, True, False, False, False]


def test_a_reviewer_outranks_all_and_a_decision_on_a_lost_finding_changes_nothing() -> None:
    table = judged(("a", "mixed"), ("e", "strength"), ("gone", "strength")).set_index("finding_id")
    assert table.loc[["a", "e"], "polarity"].tolist() == ["mixed", "strength"]
    assert table.loc[["a", "e"], "polarity_source"].tolist() == ["review", "review"]
    assert table.loc["c", "polarity_source"] == "model"
    assert "gone" not in table.index


def test_a_decision_for_no_polarity_is_left_out_and_said(caplog: pytest.LogCaptureFixture) -> None:
    assert judged(("a", "great"))["polarity_source"].tolist()[0] == "heading"
    assert "x.csv: 'great' of a is no polarity" in caplog.text


def test_a_run_without_findings() -> None:
    empty = tables.empty(tables.SEGMENTS)
    table = decide.findings(empty, ([], np.array([])), decisions())
    assert tables.FINDINGS.validate(table[list(tables.FINDINGS.columns)]).empty


def test_plain_disagreements_are_listed_with_their_words() -> None:
    table = disagree.listed(judged(("a", "improvement")), rules.book(), 0.8)
    assert table["finding_id"].tolist() == ["a"]
    assert table["evidence"].tolist() == ["vague; poor"]
    assert table["decided"].tolist() == [True]
    assert disagree.listed(judged(), rules.book(), 0.96).empty
    tables.HEADING_DISAGREEMENTS.validate(table)
    tables.HEADING_DISAGREEMENTS.validate(disagree.listed(judged(), rules.book(), 1.0))


def test_clauses_belong_to_their_finding_in_any_order_of_findings() -> None:
    clauses = pd.DataFrame(
        {"finding_id": ["a", "a", "c"], "clause": [0, 1, 0], "text": ["Plans", "poor.", "Staff."]}
    )
    asked = passages.of_segments(segments(), clauses)
    assert asked.owner.tolist() == [0, 0, 1, 2, 3, 4]
    assert asked.clauses == [
        "Plans",
        "poor.",
        "Train all staff.",
        "Staff.",
        "Checks were rarely made.",
        "The office moved.",
    ]
    turned = passages.of_segments(segments().iloc[::-1], clauses)
    assert turned.clauses[-2:] == ["Plans", "poor."]
