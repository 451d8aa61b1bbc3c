"""Recommendations and what may answer them: suggestions with a score, and honest gaps."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from corpus import SETTINGS, Corpus, clauses, coded, documents, findings, only

from pipeline import encoder, params
from pipeline.track.advice import advice
from pipeline.track.likeness import MEANING, THEME, WORDS, finding_vectors, likeness, shared_theme

LETTERS = Path(__file__).parent / "data" / "letters.yaml"
ADVICE, ACTION = {"kind": "recommendation"}, {"kind": "action"}


class Meaning:
    """Vectors given by hand; a text that is not listed means nothing else."""

    encoder = "by hand"

    def __init__(self, **meanings):
        self.meanings = meanings

    def of(self, texts):
        return np.array([self.meanings.get(text, (0, 0, 1)) for text in texts], dtype="float32")


def text(kind, words, **more):
    return {"kind": kind, "text": words, **more}


def made(papers, rows, themes=None, vectors=None):
    """Links and repeats of a corpus whose findings are one clause each."""
    corpus = Corpus(documents(*papers), findings(*rows), coded(themes or {}))
    parts = clauses(*[(row[0], row[3]["text"]) for row in rows])
    given = {"findings": corpus.findings, "finding_themes": corpus.coded, "clauses": parts}
    return advice(corpus.units, corpus.belonging, given, vectors or Meaning(), SETTINGS)


ROOF = text("recommendation", "mend the roof", addressee="Ashby PDU")
LADDER = text("action", "A ladder was bought in May 2031.")
TEA = text("action", "Tea will be served by the end of June 2031.")
BOTH = [("report", "report", "Ashby", "2031-01"), ("letter", "letter", "Ashby", "2031-01")]
BY_HAND = Meaning(**{ROOF["text"]: (1, 0, 0), LADDER["text"]: (0.8, 0.6, 0), TEA["text"]: (0, 1, 0)})


def test_the_action_that_speaks_of_the_same_thing_is_suggested_with_its_date():
    rows = [
        ("r", "report", "improvement", ROOF),
        ("a", "letter", "improvement", LADDER),
        ("b", "letter", "improvement", TEA),
    ]
    row = only(made(BOTH, rows, {"r": "accommodation workload", "a": "workload"}, BY_HAND)[0])
    assert (row["recommendation_id"], row["action_id"], row["status"]) == ("r", "a", "suggested")
    assert row["score"] == pytest.approx(MEANING * 0.8 + THEME)
    assert (row["theme_id"], row["themes"]) == ("workload", "accommodation workload")
    assert (row["addressee"], row["date"]) == ("Ashby PDU", "May 2031")


def test_a_recommendation_that_no_action_answers_is_kept_with_its_nearest_score():
    rows = [("r", "report", "improvement", ROOF), ("b", "letter", "improvement", TEA)]
    row = only(made(BOTH, rows, {"r": "accommodation"}, BY_HAND)[0])
    assert pd.isna(row["action_id"])
    assert row["status"] == "no action answers it"
    assert (row["score"], row["theme_id"]) == (0, "accommodation")


def test_without_a_letter_nothing_is_called_unanswered():
    row = only(made(BOTH[:1], [("r", "report", "improvement", ROOF)])[0])
    assert (row["status"], row["score"]) == ("no response was read", 0)


def test_actions_of_another_inspection_do_not_answer():
    papers = [BOTH[0], ("letter", "letter", "Ashby", "2035-01")]
    rows = [("r", "report", "improvement", ROOF), ("a", "letter", "improvement", LADDER)]
    assert only(made(papers, rows, vectors=BY_HAND)[0])["status"] == "no response was read"


def test_a_release_that_names_recommendations_stands_in_only_where_none_was_read():
    listing = text("sentence", "The report makes two recommendations, including to mend the roof.")
    papers = [*BOTH, ("press", "release", "Ashby", "2031-01")]
    rows = [("s", "press", "improvement", listing), ("a", "letter", "improvement", LADDER)]
    vectors = Meaning(**{listing["text"]: (1, 0, 0), LADDER["text"]: (1, 0, 0)})
    row = only(made(papers[1:], rows, vectors=vectors)[0])
    assert (row["recommendation_id"], row["action_id"], row["listed"]) == ("s", "a", True)
    full = made(papers, [*rows, ("r", "report", "improvement", ROOF)], vectors=vectors)[0]
    assert list(full["recommendation_id"]) == ["r"]
    assert not full["listed"].any()


def test_a_recommendation_made_again_is_found_in_the_inspection_before():
    papers = [("old", "report", "Ashby", "2028-01"), ("new", "report", "Ashby", "2031-01")]
    again = text("recommendation", "mend the roof at once")
    rows = [
        ("o1", "old", "improvement", ROOF),
        ("o2", "old", "improvement", text("recommendation", "buy chairs")),
        ("n1", "new", "improvement", again),
    ]
    vectors = Meaning(**{ROOF["text"]: (1, 0, 0), again["text"]: (0.9, 0.436, 0), "buy chairs": (0, 1, 0)})
    row = only(made(papers, rows, vectors=vectors)[1])
    assert (row["recommendation_id"], row["earlier_id"], row["listed"]) == ("n1", "o1", False)
    assert row["score"] == pytest.approx(MEANING * 0.9 + WORDS, abs=1e-3)


def test_nothing_to_link_gives_empty_tables():
    linked, again = made(BOTH, [("f", "report", "strength", text("bullet", "All is well."))])
    assert linked.empty
    assert again.empty


def test_a_findings_vector_is_the_mean_of_its_clauses_weighted_by_length():
    parts = clauses(("f", "aaaa", "bb"), ("g", "cc"))
    vectors = Meaning(aaaa=(1, 0, 0), bb=(0, 1, 0), cc=(0, 0, 1))
    rows = finding_vectors(["g", "f"], parts, vectors)
    np.testing.assert_allclose(rows, [[0, 0, 1], [2 / 5**0.5, 1 / 5**0.5, 0]], atol=1e-6)


def test_the_shared_theme_is_the_left_ones_main_one():
    pairs = pd.DataFrame({"left": ["a", "a"], "right": ["b", "c"]})
    found = shared_theme(pairs, coded({"a": "workload court-work", "b": "court-work workload", "c": "other"}))
    assert found.iloc[0] == "workload"
    assert pd.isna(found.iloc[1])


def test_the_threshold_finds_the_answers_of_written_letters():
    chosen = encoder.load(params.load().embed)
    right = suggested = answered = 0
    for letter in yaml.safe_load(LETTERS.read_text(encoding="utf-8")):
        texts = {f"r{i}": row for i, row in enumerate(letter["recommendations"])}
        texts |= {f"a{i}": row for i, row in enumerate(letter["actions"])}
        names = list(texts)
        rows = pd.DataFrame(chosen.encode([texts[name]["text"] for name in names]), index=names)
        pairs = pd.DataFrame({"left": name} for name in names if name[0] == "r").merge(
            pd.DataFrame({"right": name} for name in names if name[0] == "a"), how="cross"
        )
        words = pd.Series({name: texts[name]["text"] for name in names})
        themes = coded({name: texts[name]["theme"] for name in names})
        found = pairs[likeness(pairs, words, rows, themes) >= SETTINGS.link_score]
        answers = {(f"r{r}", f"a{a}") for r, a in letter["answers"].items()}
        right += len(answers & set(zip(found["left"], found["right"], strict=True)))
        suggested, answered = suggested + len(found), answered + len(answers)
    assert answered == 11
    assert right >= 9
    assert suggested - right <= 2
