import numpy as np
import pytest

from pipeline import codebook
from pipeline.themes.keywords import Keywords

ONE = Keywords([["homeless*", "no fixed abode", "ETE", "SFO*", "Wi-Fi"]])


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Homelessness was common, and homeless people waited.", ["Homelessness", "homeless"]),
        ("Released to No  Fixed\nAbode.", ["No  Fixed\nAbode"]),
        ("ETE needs, but ete and sweTE are none.", ["ETE"]),
        ("Two SFOs and an SFO.", ["SFOs", "SFO"]),
        ("The wi-fi failed.", ["wi-fi"]),
        ("Nothing of the kind.", []),
    ],
)
def test_phrases_that_are_found(text, phrases):
    assert ONE.found(text, 0) == phrases


def test_a_phrase_counts_once():
    assert ONE.counts(["Homeless, homeless and HOMELESS."]).tolist() == [[1]]


def test_a_theme_without_keywords_finds_nothing():
    assert Keywords([[], ["a"]]).counts(["a b"]).tolist() == [[0, 1]]


def test_every_keyword_of_the_codebook_finds_itself():
    book = codebook.load()
    keywords = Keywords.of(book)
    silent = [
        (theme.id, one)
        for j, theme in enumerate(book)
        for one in theme.keywords
        if not keywords.found(one.replace("*", ""), j)
    ]
    assert silent == []


def test_counts_pass_over_no_theme_that_has_a_phrase():
    book = codebook.load()
    keywords = Keywords.of(book)
    texts = [text.upper() for theme in book for text in theme.example_texts]
    texts += [text for theme in book for text in (theme.means, *theme.example_texts)]
    expected = [[len(keywords.found(text, j)) for j in range(len(book))] for text in texts]
    assert keywords.counts(texts).tolist() == expected
    assert np.any(keywords.counts(texts) > 1)
