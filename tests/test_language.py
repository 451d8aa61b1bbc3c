import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import clauses, has_verb, nlp, sentences


def parts(spans, text):
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Plans were clear, e.g. on housing. Mr. Okoro agreed. Ms J. Ode did not.",
            ["Plans were clear, e.g. on housing.", "Mr. Okoro agreed.", "Ms J. Ode did not."],
        ),
        (
            "Oversight reached 36 per cent. In 18.5% of cases it was late.",
            ["Oversight reached 36 per cent.", "In 18.5% of cases it was late."],
        ),
        (
            "She said: “It worked. It can last.” Leaders agreed.",
            ["She said: “It worked.", "It can last.”", "Leaders agreed."],
        ),
        (
            "The checks were made.[3] 10 out of 12 plans were shared.",
            ["The checks were made.[3]", "10 out of 12 plans were shared."],
        ),
        (
            "Reviews (see p. 4. They were late) were poor. Plans were not.",
            ["Reviews (see p. 4. They were late) were poor.", "Plans were not."],
        ),
        ("“Is it safe?” Ms Ode asked. It was.", ["“Is it safe?” Ms Ode asked.", "It was."]),
        ("1. Organisational delivery", ["1. Organisational delivery"]),
        ("The standard P 1.2. was met. It held.", ["The standard P 1.2. was met.", "It held."]),
        ("No. 4 Mill Street was shut.", ["No. 4 Mill Street was shut."]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences(text, expected):
    assert parts(sentences(text), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Plans were timely; reviews were not made.",
            ["Plans were timely;", "reviews were not made."],
        ),
        (
            "Staff were trained, but managers did not check the work.",
            ["Staff were trained,", "but managers did not check the work."],
        ),
        (
            "Although leaders set out quality, safety and learning as aims, staff thought only of targets.",
            [
                "Although leaders set out quality, safety and learning as aims,",
                "staff thought only of targets.",
            ],
        ),
        (
            "Despite a wide range of services, few people were referred.",
            ["Despite a wide range of services,", "few people were referred."],
        ),
        (
            "Checks were late, which meant that plans were written blind.",
            ["Checks were late,", "which meant that plans were written blind."],
        ),
        # neither side of these can stand alone
        ("The work was slow but thorough.", ["The work was slow but thorough."]),
        ("Staff were warm, fair and firm.", ["Staff were warm, fair and firm."]),
    ],
)
def test_clauses(text, expected):
    assert parts(clauses(text), text) == expected


PROSE = st.text(alphabet=st.sampled_from(list("abcT .,;:!?“”‘’'\"()[]–-0%\n\u00a0éß½")), max_size=120)


@given(PROSE)
def test_every_word_is_in_exactly_one_span(text):
    for spans in (sentences(text), clauses(text)):
        assert all(a < b for a, b in spans)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        assert "".join("".join(parts(spans, text)).split()) == "".join(text.split())
        assert all(part == part.strip() for part in parts(spans, text))


@given(PROSE)
def test_clauses_divide_sentences(text):
    starts = {start for start, _ in clauses(text)}
    assert {start for start, _ in sentences(text)} <= starts


def test_pipeline_has_no_model_and_keeps_hyphenated_words():
    assert nlp().pipe_names == ["finding_sentences", "finding_clauses"]
    assert [token.text for token in nlp()("two-thirds of 18.5%.")] == ["two-thirds", "of", "18.5", "%", "."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Checks were late", True), ("Head of the unit", False), ("Leaders shared plans widely", True)],
)
def test_has_verb(text, expected):
    assert has_verb(text) is expected


def test_hundreds_of_findings_a_second():
    text = "Plans were shared in 12 of 15 cases, but reviews were late; managers had not checked them. " * 2
    clauses(text)
    began = time.process_time()
    for number in range(500):
        clauses(f"{text} Case {number} was closed.")
    assert 500 / (time.process_time() - began) > 300
