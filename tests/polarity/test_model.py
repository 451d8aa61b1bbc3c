from pathlib import Path

import numpy as np
import pytest

from pipeline import examples
from pipeline.polarity import model, passages, stage

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


@pytest.fixture
def judge(senses: model.Senses) -> model.Model:
    return model.fit(passages.of_texts(text for text, _ in PAIRS), [said for _, said in PAIRS], senses)


def says(judge: model.Model, texts: list[str], senses: model.Senses) -> list[str]:
    chances = model.predict(judge, passages.of_texts(texts), senses)
    return [judge.classes[best] for best in chances.argmax(axis=1)]


def test_it_judges_what_it_never_saw(judge: model.Model, senses: model.Senses) -> None:
    texts = ["Reviewing was strong.", "Reviewing was patchy.", "Although late, court work was impressive."]
    assert says(judge, texts[:2], senses) == ["strength", "improvement"]
    chances = model.predict(judge, passages.of_texts(texts), senses)
    assert chances.shape == (3, 2)
    np.testing.assert_allclose(chances.sum(axis=1), 1)


def test_a_finding_is_judged_alike_whatever_stands_beside_it(
    judge: model.Model, senses: model.Senses, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [
        f"{thing} was {word}; however, it had been {other}."
        for thing in THINGS
        for word in GOOD
        for other in BAD
    ]
    together = model.predict(judge, passages.of_texts(texts), senses)
    monkeypatch.setattr(model, "CHUNK", 7)
    backwards = model.predict(judge, passages.of_texts(texts[::-1]), senses)[::-1]
    np.testing.assert_allclose(together, backwards, rtol=1e-6)
    alone = model.predict(judge, passages.of_texts(texts[:1]), senses)
    np.testing.assert_allclose(together[:1], alone, rtol=1e-6)


def test_no_passages_give_no_chances(judge: model.Model, senses: model.Senses) -> None:
    assert model.predict(judge, passages.of_texts([]), senses).shape == (0, 2)


def test_what_was_written_is_read_back_and_is_the_same_twice(
    judge: model.Model, senses: model.Senses, tmp_path: Path
) -> None:
    again = model.fit(passages.of_texts(text for text, _ in PAIRS), [said for _, said in PAIRS], senses)
    for folder, one in (("a", judge), ("b", again)):
        model.write(one, tmp_path / folder)
    for name in ("model.json", "weights.safetensors"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    asked = passages.of_texts(["Planning was vague.", "Supervision was robust."])
    np.testing.assert_array_equal(
        model.predict(model.read(tmp_path / "a"), asked, senses), model.predict(judge, asked, senses)
    )


def test_labels_that_contradict_each_other_make_it_less_sure(senses: model.Senses) -> None:
    texts = [text for text, _ in PAIRS]
    honest = [said for _, said in PAIRS]
    muddled = [
        ("improvement" if said == "strength" else "strength") if at % 3 == 0 else said
        for at, said in enumerate(honest)
    ]
    asked = passages.of_texts(["Oversight was robust in the west office."])
    sure, unsure = (
        model.predict(model.fit(passages.of_texts(texts), labels, senses), asked, senses).max()
        for labels in (honest, muddled)
    )
    assert sure > 0.9
    assert unsure < sure - 0.1


def test_invented_gold_is_judged_and_never_learnt_from(
    senses: model.Senses, monkeypatch: pytest.MonkeyPatch
) -> None:
    def coded(origin: str) -> list[examples.Gold]:
        return [
            examples.Gold(
                f"{origin}#{at}", origin, "bullet", None, None, f"{origin} {text}", said, (), (), origin
            )
            for at, (text, said) in enumerate(PAIRS[:20])
        ]

    learnt: list[list[str]] = []
    fit = model.fit

    def spy(asked: passages.Passages, polarity: list[str], known: model.Senses) -> model.Model:
        learnt.append([text.split()[0] for text in asked.texts])
        return fit(asked, polarity, known)

    monkeypatch.setattr(model, "fit", spy)
    written = [examples.Example(text, "bullet", said, ()) for text, said in PAIRS]
    table = stage.holdout(written, [*coded("redcar"), *coded("invented")], senses)
    assert sorted(table["uid"]) == sorted(
        f"{origin}#{at}" for origin in ("redcar", "invented") for at in range(20)
    )
    assert all("invented" not in texts for texts in learnt)
    assert ["redcar" in texts for texts in learnt] == [True, False]  # files in alphabetical order
    assert (table["gold"] == table["predicted"]).mean() > 0.9
