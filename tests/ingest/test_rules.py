"""Every example that the rules give is described by its rule."""

import pytest

from pipeline.ingest.rules import match, rules, words

EXAMPLES = [
    (section, rule.name, example)
    for section in ("headings", "plain", "captions", "furniture", "walls")
    for rule in rules(section)
    for example in rule.examples
]


@pytest.mark.parametrize(("section", "name", "example"), EXAMPLES)
def test_examples(section, name, example):
    rule = match(section, example)
    assert rule is not None
    assert rule.name == name


@pytest.mark.parametrize(
    "sentence",
    [
        "Leaders met partners each month, and staff knew the plan.",
        "Strengths were found in most of the cases.",
        "Recommendations of the last report had been met.",
        "1. improve the work to keep people safe",
        "2.5 per cent of staff were new.",
    ],
)
def test_sentences_are_no_headings_and_no_furniture(sentence):
    assert match("headings", sentence) is None
    assert match("furniture", sentence) is None


def test_lists_of_words_hold_words():
    assert {"on", "no", "the"} <= words("dangling")
    assert "nav" in words("page_never")
