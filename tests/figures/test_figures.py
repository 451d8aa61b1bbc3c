import time

import pytest

from pipeline.figures import rows
from pipeline.figures.numbers import fraction, number


def only(text):
    found = rows(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "quote", "value", "numerator", "denominator"),
    [
        ("Oversight was effective in 36 per cent of cases.", "36 per cent", 0.36, None, None),
        ("Reviews were done in 18.18% of cases.", "18.18%", 0.1818, None, None),
        ("Sixty-two per cent of plans were shared.", "Sixty-two per cent", 0.62, None, None),
        ("Two thirds of cases did not have effective oversight.", "Two thirds", 1 / 3, None, None),
        ("Checks were made in almost three-quarters of cases.", "almost three-quarters", 0.75, None, None),
        ("Just over half of plans were shared.", "Just over half", 0.5, None, None),
        ("Nearly one in five people were seen on time.", "Nearly one in five", 0.2, 1, 5),
        ("Victims were considered in 21 out of 55 cases.", "21 out of 55", 21 / 55, 21, 55),
        ("Only four out of 11 cases were overseen well.", "four out of 11", 4 / 11, 4, 11),
        ("10 out of 17 respondents agreed with this.", "10 out of 17", 10 / 17, 10, 17),
        ("The work was insufficient in 31 out of 52 cases.", "31 out of 52", 21 / 52, 31, 52),
        ("¾ of plans were shared.", "¾", 0.75, None, None),
        (
            "In 48 per cent of cases in which checks were due, they had not taken place.",
            "48 per cent",
            0.52,
            None,
            None,
        ),
        (
            "Checks failed in many ways, with this done in only 21 out of 55 cases.",
            "21 out of 55",
            21 / 55,
            21,
            55,
        ),
        ("Oversight was recorded in all but three of the 12 cases.", "all but three of the 12", 0.75, 9, 12),
    ],
)
def test_value(text, quote, value, numerator, denominator):
    row = only(text)
    assert row["quote"] == quote == text[row["char_start"] : row["char_end"]]
    assert row["value"] == pytest.approx(value, abs=1e-6)
    assert (row["numerator"], row["denominator"]) == (numerator, denominator)


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 the unit had 45 staff and 1,200 people aged 18 to 25.",
        "Vetting took four weeks, down from 12 weeks.",
        "The budget grew by £40,000 in a year.",
        "It was noted.[3] 12 people had moved.",
        "The unit is one of seven PDUs in the region.",
        "The third office opened in the last quarter of 2023.",
        "Workloads stood at 130 per cent.",
        "The hub is open 24/7.",
    ],
)
def test_no_share(text):
    assert rows(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Of those on the caseload, 14 per cent were female.",
        "Three per cent of staff identified as being from a minority ethnic background.",
        "A rise in reoffending was seen in 9 out of 53 cases.",
        "The attrition rate was eight per cent.",
    ],
)
def test_where_the_sense_cannot_be_told_the_value_is_empty(text):
    row = only(text)
    assert (row["sense"], row["value"]) == ("unclear", None)


def test_two_figures_of_one_fact_that_agree():
    found = rows("Almost three-quarters of files (74 per cent) had a plan.")
    assert [(row["quote"], row["value"], row["contradicts"]) for row in found] == [
        ("Almost three-quarters", 0.75, None),
        ("74 per cent", 0.74, None),
    ]
    assert [row["approximate"] for row in found] == [True, False]


@pytest.mark.parametrize(
    ("text", "contradict"),
    [
        ("Checks were made in 21 out of 55 cases (60 per cent).", True),
        ("Checks were made in 33 out of 55 cases (60 per cent).", False),
        ("Checks were made in two out of three cases (67 per cent).", False),
        ("Fewer than half of cases (53 per cent) had a plan.", True),
        ("More than half of cases (90 per cent) had a plan.", False),
        ("Just over half of cases (90 per cent) had a plan.", True),
        ("Plans were good for 20 per cent of men compared to 65 per cent of women.", False),
    ],
)
def test_contradiction(text, contradict):
    first, second = rows(text)
    expected = (second["quote"], first["quote"]) if contradict else (None, None)
    assert (first["contradicts"], second["contradicts"]) == expected


def test_each_figure_has_the_sense_of_its_own_clause():
    found = rows("Nine out of ten staff felt safe, but 40 per cent had not been trained.")
    assert [(row["sense"], row["value"]) for row in found] == [("done", 0.9), ("not_done", 0.6)]


@pytest.mark.parametrize(
    ("word", "value"),
    [("twenty-nine", 29), ("1,200", 1200), ("18.5", 18.5), ("Nine", 9), ("ninth", None), ("half", None)],
)
def test_numbers(word, value):
    assert number(word) == value


def test_fractions():
    assert fraction("two-thirds") == pytest.approx(2 / 3)
    assert fraction("¼") == 0.25
    assert fraction("whole") is None


def test_long_texts_take_time_in_proportion_to_their_length():
    text = "Of the 13 cases, and of 12 plans, and of the nine reviews that staff wrote " * 40
    rows("Warm up.")
    began = time.process_time()
    rows(text)
    assert time.process_time() - began < 2
