import pandas as pd
import pytest

from pipeline.report import narrative, words
from pipeline.report.counts import Count, depth


def count(name: str, inspections: int, total: int, findings: int = 1) -> Count:
    return Count(name.lower(), name, "improvement", inspections, findings, total)


@pytest.mark.parametrize(
    ("n", "total", "said"),
    [
        (3, 3, "3 of 3 inspections"),
        (1, 1, "1 of 1 inspection"),
        (7, 19, "7 of 19 inspections"),
        (10, 20, "10 of 20 inspections (50%)"),
        (1, 1000, "1 of 1,000 inspections (under 1%)"),
        (999, 1000, "999 of 1,000 inspections (over 99%)"),
        (0, 1000, "0 of 1,000 inspections (0%)"),
    ],
)
def test_a_share_is_said_in_counts_and_in_per_cent_only_of_many(n: int, total: int, said: str) -> None:
    assert words.of(n, total) == said


def test_plurals_numbers_and_times() -> None:
    assert words.plural(1, "finding") == "1 finding"
    assert words.plural(1200, "finding") == "1,200 findings"
    assert words.plural(2, "inquiry", "inquiries") == "2 inquiries"
    assert [words.number(n) for n in (0, 1, 9, 10, 1200)] == ["no", "one", "nine", "10", "1,200"]
    assert [words.times(n) for n in (1, 2, 3)] == ["once", "twice", "three times"]


def test_lists_and_names_within_a_sentence() -> None:
    assert words.listing(["workload", "staffing", "desistance"]) == "workload, staffing and desistance"
    assert words.listing(["workload"]) == "workload"
    parted = words.listing(["drug and alcohol work", "workload", "desistance"])
    assert parted == "drug and alcohol work; workload; and desistance"
    assert words.inside("Work with women") == "work with women"
    assert words.inside("MAPPA meetings") == "MAPPA meetings"


def test_dates_say_no_more_than_is_known() -> None:
    day = pd.Timestamp("2025-06-02")
    assert words.date(day) == "2 June 2025"
    assert words.date(day, "month") == "June 2025"
    assert words.date(day, "year") == "2025"
    assert words.date(pd.NaT) == ""
    assert words.years([2025, 2022]) == "2022 to 2025"
    assert words.years([2025, 2025]) == "2025"


def test_the_answer_names_what_all_places_share_and_what_comes_next() -> None:
    weak = [count("Oversight", 3, 3), count("Workload", 2, 3), count("Housing", 1, 3)]
    strong = [count("Leadership", 3, 3), count("Workload", 1, 3)]
    assert narrative.answer(weak, strong) == (
        "In all three places inspected, the latest inspection found that oversight needed improvement; "
        "in two, workload. Everywhere, it also praised leadership."
    )


def test_the_answer_with_ties_with_one_place_and_with_nothing() -> None:
    many = [count(name, 2, 2) for name in ("A theme", "B theme", "C theme", "D theme")]
    assert narrative.answer(many, [count("Oversight", 1, 2)]) == (
        "In both places inspected, the latest inspection found that the same four themes needed improvement; "
        "most was said about a theme, b theme and c theme. In one of the two places, it praised oversight."
    )
    assert narrative.answer([count("Oversight", 1, 1)], [count("Workload", 1, 1)]) == (
        "In the one place inspected, the latest inspection found that oversight needed improvement. "
        "There, it also praised workload."
    )
    assert narrative.answer([], [count("Oversight", 2, 5)]) == (
        "In no place did the latest inspection find that a theme needed improvement. "
        "In two of the five places, it praised oversight."
    )
    assert narrative.answer([], []) == "No inspection in the collection has a finding with a theme."


def test_a_cell_is_darker_with_more_findings_and_empty_only_at_none() -> None:
    assert [depth(n, 8) for n in (0, 1, 3, 5, 8)] == [0, 1, 2, 3, 4]
    assert depth(1, 1) == 1
