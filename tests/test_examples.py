import json

import pytest

from pipeline import codebook, examples
from pipeline.errors import PipelineError


def test_every_label_is_of_the_codebook_and_of_a_known_polarity():
    ids = {theme.id for theme in codebook.entries()}
    for one in [*examples.load(), *examples.gold()]:
        assert one.themes, one.text
        assert set(one.themes) | set(one.optional) <= ids, one.text
        assert one.polarity in {"strength", "improvement", "mixed", "neutral"}, one.text


def test_no_theme_of_an_example_is_given_and_optional() -> None:
    written = examples.load()
    assert [one.text for one in written if set(one.themes) & set(one.optional)] == []
    assert sum(len(one.optional) for one in written) > 4_000


def test_no_example_repeats_hand_coding():
    assert {one.text for one in examples.load()} & {one.text for one in examples.gold()} == set()


def test_every_theme_has_examples_of_both_sides():
    seen = {(theme, one.polarity) for one in examples.load() for theme in one.themes}
    sides = ("strength", "improvement")
    themes = [theme.id for theme in codebook.load() if theme.id != "other"]
    assert [(t, side) for t in themes for side in sides if (t, side) not in seen] == []


def test_training_texts_are_all_of_them_once():
    texts = examples.training_texts()
    assert len(texts) == len(set(texts))
    assert {one.text for one in examples.gold()} <= set(texts)
    assert {one.text for one in examples.not_findings()} <= set(texts)


def test_other_hand_work_is_no_hand_coding(tmp_path):
    row = {
        "uid": "d#1",
        "document": "d",
        "kind": "bullet",
        "text": "T.",
        "polarity": "strength",
        "themes": ["a"],
    }
    (tmp_path / "one.jsonl").write_text(json.dumps(row))
    (tmp_path / "one_figures.jsonl").write_text('{"text": "T."}')
    assert [(one.uid, one.origin, one.optional) for one in examples.gold(tmp_path)] == [("d#1", "one", ())]


def test_a_broken_line_is_named(tmp_path):
    (tmp_path / "one.jsonl").write_text('\n{"text": "T."}\n')
    with pytest.raises(PipelineError, match=r"one\.jsonl:2: lacks form, polarity, themes"):
        examples.load(tmp_path)
