import numpy as np
import pytest

from pipeline.polarity import cues, rules, shares, weight, words

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
    ("text", "said"),
    [
        ("Plans were good in 36 per cent of cases.", {"done": 1, "from 0.2": 1, "over the middle": -0.29}),
        (
            "Plans were missing in 80 per cent of cases.",
            {"not_done": 1, "from 0.2": 1, "over the middle": -0.45},
        ),
        ("Nine out of ten staff felt safe.", {"done": 1, "from 0.9": 1, "over the middle": 0.25}),
        ("Of those on the caseload, 14 per cent were female.", {"unclear": 1}),
        ("In 2024 the office moved.", {}),
    ],
)
def test_a_share_counts_by_the_cases_in_which_the_thing_was_done(text: str, said: dict[str, float]) -> None:
    row = dict(zip(shares.COLUMNS, shares.count([text])[0].tolist(), strict=True))
    assert {name: value for name, value in row.items() if value} == pytest.approx(said)


def test_no_texts_have_no_shares() -> None:
    assert shares.count([]).shape == (0, len(shares.COLUMNS))


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
