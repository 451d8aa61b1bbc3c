import dataclasses
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from pipeline import examples, kept
from pipeline.learnt import Learnt
from pipeline.polarity import features, model, passages, rules, stage, words
from pipeline.polarity import recall as recalling
from pipeline.polarity.likeness import Known
from pipeline.polarity.recall import Recall

GOOD = ["clear", "thorough", "timely", "robust", "impressive", "well led", "effective", "strong"]
BAD = ["unclear", "patchy", "late", "weak", "poor", "missing", "ineffective", "vague"]
THINGS = ["Planning", "Oversight", "Training", "Housing support", "Supervision"]
PAIRS = [
    (f"{thing} was {word} in the {place} office.", polarity)
    for place in ("north", "south")
    for words, polarity in ((GOOD, "strength"), (BAD, "improvement"))
    for word in words
    for thing in THINGS
]
PAIRS = [PAIRS[at * 7 % len(PAIRS)] for at in range(len(PAIRS))]  # both polarities in every block


class Hashed:
    """Vectors that mean nothing, so that words and rules alone decide; the same text has the same vector."""

    encoder = "hashed"

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        seeds = [int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) for text in texts]
        rows = np.array([np.random.default_rng(seed).normal(size=8) for seed in seeds], dtype=np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def senses() -> model.Senses:
    """Senses that know the words of the tests' texts."""
    known = words.fit([text for text, _ in PAIRS])
    seen = Known(Hashed(), Hashed())  # type: ignore[arg-type]
    return model.Senses(rules.book(), seen, known, 1.0)


@pytest.fixture
def recall(senses: model.Senses) -> Recall:
    return Recall(senses)


@pytest.fixture
def judge(senses: model.Senses) -> model.Model:
    return learnt(PAIRS, senses)


def learnt(pairs: list[tuple[str, str]], senses: model.Senses) -> model.Model:
    seen = senses.look(passages.of_texts(text for text, _ in pairs))
    polarity = [said for _, said in pairs]
    readings = senses.known.readings.of([text for text, _ in pairs])
    classes = tuple(sorted(set(polarity)))
    return model.Model(classes, model.learn(seen, readings, polarity, senses.penalty), seen.dense)


def chances_of(judge: model.Model, texts: Sequence[str], senses: model.Senses) -> NDArray[np.float64]:
    scored = Recall(senses).scores(judge, passages.of_texts(texts))
    return model.informed(judge, scored, senses.known.readings.of(texts))


def says(judge: model.Model, texts: list[str], senses: model.Senses) -> list[str]:
    chances = chances_of(judge, texts, senses)
    return [judge.classes[best] for best in chances.argmax(axis=1)]


def test_it_judges_what_it_never_saw(judge: model.Model, senses: model.Senses) -> None:
    texts = ["Reviewing was strong.", "Reviewing was patchy.", "Although late, court work was impressive."]
    assert says(judge, texts[:2], senses) == ["strength", "improvement"]
    chances = chances_of(judge, texts, senses)
    assert chances.shape == (3, 2)
    np.testing.assert_allclose(chances.sum(axis=1), 1)


class Told:
    """Readings that know the side of each text, in which no other sense sees anything."""

    encoder = "told"

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        chances = np.array([[0.9, 0.1] if "odd" in text else [0.1, 0.9] for text in texts], dtype=np.float32)
        return np.sqrt(chances)


def test_what_the_language_model_says_decides_where_words_do_not(senses: model.Senses) -> None:
    own = dataclasses.replace(senses, known=Known(Hashed(), Told()))  # type: ignore[arg-type]
    pairs = [
        (f"Item {n}, {'odd' if n % 3 else 'plain'}.", "strength" if n % 3 else "improvement")
        for n in range(90)
    ]
    texts = ["Number 700, odd.", "Number 900, plain."]
    said = says(learnt(pairs, own), texts, own)
    assert said == ["strength", "improvement"]


def test_a_finding_is_judged_alike_whatever_stands_beside_it(
    judge: model.Model, senses: model.Senses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [
        f"{thing} was {word}; however, it had been {other}."
        for thing in THINGS
        for word in GOOD
        for other in BAD
    ]

    def anew(cache: str) -> Recall:
        monkeypatch.setattr(kept, "CACHE", tmp_path / cache)
        return Recall(senses)

    together = anew("a").scores(judge, passages.of_texts(texts))
    monkeypatch.setattr(recalling, "CHUNK", 7)
    backwards = anew("b").scores(judge, passages.of_texts(texts[::-1]))[::-1]
    np.testing.assert_array_equal(together, backwards)
    known = anew("c")
    np.testing.assert_array_equal(together[3:4], known.scores(judge, passages.of_texts(texts[3:4])))
    np.testing.assert_array_equal(together[:9], known.scores(judge, passages.of_texts(texts[:9])))


def test_what_was_learnt_or_said_before_is_not_worked_out_again(
    senses: model.Senses, recall: Recall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taught, polarity = passages.of_texts(text for text, _ in PAIRS[:20]), [said for _, said in PAIRS[:20]]
    shelf = Learnt(tmp_path / "learnt", model.__name__)
    first = recall.scores(recall.fit(taught, polarity, shelf), taught)
    shelf.write()
    for name in ("learn", "scores"):
        monkeypatch.setattr(model, name, None)
    monkeypatch.setattr(features, "look", None)
    again, shelf = Recall(senses), Learnt(tmp_path / "learnt", model.__name__)
    np.testing.assert_array_equal(again.scores(again.fit(taught, polarity, shelf), taught), first)
    with pytest.raises(TypeError):  # what is taught differs
        again.fit(taught, polarity[::-1], shelf)


def test_what_is_learnt_is_the_same_twice(senses: model.Senses) -> None:
    one, other = (learnt(PAIRS, senses).learnt for _ in range(2))
    assert {name: rows.tobytes() for name, rows in one.items()} == {
        name: rows.tobytes() for name, rows in other.items()
    }


def test_no_passages_give_no_scores(judge: model.Model, recall: Recall) -> None:
    assert recall.scores(judge, passages.of_texts([])).shape == (0, 2)
    assert model.alone(judge, np.empty((0, 2))).shape == (0, 2)


def test_labels_that_contradict_each_other_make_it_less_sure(senses: model.Senses, recall: Recall) -> None:
    muddled = [
        (text, ("improvement" if said == "strength" else "strength") if at % 3 == 0 else said)
        for at, (text, said) in enumerate(PAIRS)
    ]
    asked = passages.of_texts(["Oversight was robust in the west office."])
    judges = [learnt(pairs, senses) for pairs in (PAIRS, muddled)]
    sure, unsure = (model.alone(judge, recall.scores(judge, asked)).max() for judge in judges)
    assert sure > 0.9
    assert unsure < sure - 0.1


def test_decisions_are_learnt_from_and_hand_coding_never(monkeypatch: pytest.MonkeyPatch) -> None:
    gold = [examples.Gold("g1", "g", "bullet", None, None, "Coded.", "strength", (), (), "g")]
    told = {"Plans were late.": "improvement", "Coded.": "strength", "Staff were kind.": "strength"}
    written = [examples.Example(text, "bullet", said, ()) for text, said in told.items()]
    monkeypatch.setattr(examples, "load", lambda: written)
    segments = pd.DataFrame(
        {"finding_id": ["a", "b", "c"], "text": ["Decided.", "Coded.", "Plans were late."]}, dtype="str"
    )
    rows = [
        ("a", "polarity", "mixed"),
        ("b", "polarity", "improvement"),
        ("c", "polarity", "neutral"),
        ("a", "themes", "workload"),
        ("gone", "polarity", "strength"),
    ]
    decisions = pd.DataFrame(rows, columns=["finding_id", "field", "value"], dtype="str")
    taught = stage.lessons(decisions, segments, gold)
    assert taught == {"Plans were late.": "neutral", "Staff were kind.": "strength", "Decided.": "mixed"}


def test_hand_coding_is_judged_by_the_model_that_judges_the_findings(
    senses: model.Senses, recall: Recall, tmp_path: Path
) -> None:
    gold = [
        examples.Gold(f"g#{at}", "g", "bullet", None, None, f"In town {text}", said, (), (), "g")
        for at, (text, said) in enumerate(PAIRS[:20])
    ]
    judge = stage.learn(dict(PAIRS), recall, Learnt(tmp_path / "learnt", model.__name__))
    table = stage.holdout(gold, judge, recall, senses.known.readings)
    assert table["uid"].tolist() == [one.uid for one in gold]
    assert (table["gold"] == table["predicted"]).mean() > 0.9
    assert table["confidence"].iloc[3] == pytest.approx(chances_of(judge, [gold[3].text], senses).max())


def test_only_findings_that_are_open_are_read(senses: model.Senses) -> None:
    asked: list[str] = []

    class Counted(Hashed):
        def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
            asked.extend(texts)
            return super().of(texts)

    judge = learnt(PAIRS, senses)
    rows = [
        ("bullet", "strength", "Reviewing was impressive, thorough and strong."),  # its words agree
        ("bullet", "improvement", "Reviewing was impressive, thorough and strong."),
        ("recommendation", None, "Reviewing should be impressive."),
        ("sentence", None, "Reviewing was patchy, late and weak."),
    ]
    segments = pd.DataFrame(rows, columns=["kind", "heading", "text"]).astype("str")
    scored = Recall(senses).scores(judge, passages.of_texts(segments["text"]))
    alone = model.alone(judge, scored)
    assert alone[0].max() >= 0.85
    found = stage.chances(judge, scored, segments, Counted())
    assert asked == [rows[1][2], rows[3][2]]
    np.testing.assert_array_equal(found[[0, 2]], alone[[0, 2]])
    np.testing.assert_array_equal(found[3:], model.informed(judge, scored[3:], Hashed().of([rows[3][2]])))


def test_features_of_a_text_are_its_own(senses: model.Senses) -> None:
    seen = senses.look(passages.of_texts(["Plans were late.", "Staff were kind."]))
    other = senses.look(passages.of_texts(["Staff were kind."]))
    np.testing.assert_array_equal(other.counted.toarray(), seen.counted.toarray()[1:])
    for name, rows in other.dense.arrays.items():
        np.testing.assert_array_equal(rows, seen.dense.arrays[name][1:])


def test_mixed_is_only_said_where_the_model_is_sure(judge: model.Model) -> None:
    three = dataclasses.replace(judge, classes=("improvement", "mixed", "strength"))
    said, sure = stage.likeliest(three, np.array([[0.05, 0.9, 0.05], [0.3, 0.5, 0.2], [0.1, 0.2, 0.7]]))
    assert said == ["mixed", "improvement", "strength"]
    assert sure.tolist() == [0.9, 0.3, 0.7]
    assert stage.likeliest(three, np.empty((0, 3)))[0] == []


def test_scores_on_a_block_are_those_of_a_fit_without_it() -> None:
    rng = np.random.default_rng(5)
    rows, wanted = rng.normal(size=(23, 6)), np.eye(3)[rng.integers(0, 3, 23)]
    alike, penalty = rows @ rows.T, 0.6
    speaks, scores = model.solved(alike.copy(), wanted, penalty)
    np.testing.assert_allclose(speaks, np.linalg.solve(alike + penalty * np.eye(23), wanted))
    for block in np.array_split(np.arange(23), model.FOLDS):
        rest = np.delete(np.arange(23), block)
        own = np.linalg.solve(alike[np.ix_(rest, rest)] + penalty * np.eye(len(rest)), wanted[rest])
        np.testing.assert_allclose(scores[block], alike[np.ix_(block, rest)] @ own, atol=1e-10)
