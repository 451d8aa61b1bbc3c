import numpy as np
import pytest

from pipeline import language
from pipeline.polarity import cues, figures, rules, weight, words

BOOK = rules.book()


def cell(text: str) -> dict[str, float]:
    row = cues.count([text], BOOK)[0]
    return dict(zip(cues.columns(BOOK), row.tolist(), strict=True))


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Links were strong.", 1),
        ("Links were not strong.", -1),
        ("Plans were vague.", -1),
        ("Plans were never vague.", 1),
        ("Oversight needs to be robust.", -1),
        ("There was no waiting list.", 1),
        ("The backlog had been reduced.", 1),
    ],
)
def test_a_negation_or_a_request_turns_a_word_round(text: str, sign: int) -> None:
    assert cell(text)["balance"] == sign


def test_a_negation_reaches_neither_over_a_comma_nor_far() -> None:
    assert cell("It was not late, strong links helped.")["praise: strong"] == 1
    assert cell("It was not strong.")["praise: strong, turned round"] == 1
    assert cell("Not one of the two large offices by the sea had strong links.")["praise: strong"] == 1


def test_a_limit_and_a_request_leave_their_shade() -> None:
    assert cell("Only a handful were robust.")["praise limited"] == 1
    assert cell("Plans must be robust.")["praise asked"] == 1
    assert cell("Nobody came.")["negation of nothing"] == 1


def test_columns_and_counts_agree() -> None:
    assert cues.count([], BOOK).shape == (0, cues.width(BOOK))
    assert len(cues.columns(BOOK)) == len(set(cues.columns(BOOK))) == cues.width(BOOK)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("in 36 per cent of cases", 0.36),
        ("in 18.5% of cases", 0.185),
        ("thirty-six per cent of staff", 0.36),
        ("in 21 out of 84 cases", 0.25),
        ("one in five people", 0.2),
        ("two-thirds of plans", 0.67),
        ("in 2024 the office moved", None),
        ("12 of 4 cases", None),
    ],
)
def test_the_share_of_a_clause(text: str, share: float | None) -> None:
    assert figures.share(language.nlp().make_doc(text)) == (share if share is None else pytest.approx(share))


def test_a_share_of_what_was_not_done_counts_apart() -> None:
    assert cell("Reviews were thorough in 80 per cent of cases.")["share done"] == pytest.approx(0.2)
    assert cell("Reviews were missing in 80 per cent of cases.")["share not done"] == pytest.approx(0.2)


def test_the_weight_falls_on_the_main_clause() -> None:
    owner = np.array([0, 0, 1, 1, 2])
    concedes = np.array([True, False, False, False, True])
    turns = np.array([False, False, False, True, False])
    assert weight.weighty(owner, concedes, turns).tolist() == [False, True, False, True, True]
    assert weight.last(owner).tolist() == [False, True, False, True, True]
    summed = weight.total(owner, np.ones(5)) @ np.arange(5.0)
    assert summed.tolist() == [1, 5, 4]


def test_words_in_the_reach_of_a_negation_are_marked() -> None:
    assert words.words("It was not clear, but 12 were good") == [
        "it",
        "was",
        "not",
        "not_clear",
        "but",
        "#",
        "were",
        "good",
    ]
    assert words.words("They didn’t ask") == ["they", "didn’t", "not_ask"]
    assert words.phrases_of("a b c") == ["a", "b", "c", "a b", "b c", "a b c"]


def test_a_bag_knows_only_what_it_was_fitted_on() -> None:
    bag = words.fit(["good plan", "good work", "plan late"])
    assert bag.phrases == ("good", "plan")
    assert bag.transform(["unheard words"]).nnz == 0
    np.testing.assert_allclose(bag.transform(["good plan"]).toarray(), [[2**-0.5, 2**-0.5]], rtol=1e-6)
