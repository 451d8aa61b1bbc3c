"""The vocabulary of what is taught."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline import vocabulary

TEXTS = ["Rents rose again.", "Rents fell; shops closed.", "The shops reopened late."]


def spaced(text):
    return text.split(" ")


BAGS = [
    TfidfVectorizer(min_df=2, sublinear_tf=True),
    TfidfVectorizer(ngram_range=(1, 2)),
    TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), max_df=0.9),
    TfidfVectorizer(analyzer=spaced),
]


@pytest.mark.parametrize("bag", BAGS, ids=["common", "pairs", "letters", "by hand"])
def test_what_was_kept_is_what_learning_gives(bag, monkeypatch):
    plain = bag.fit_transform(TEXTS)
    first, _ = vocabulary.learnt(bag, TEXTS)
    monkeypatch.setattr(TfidfVectorizer, "fit_transform", None)
    again, rows = vocabulary.learnt(bag, TEXTS)
    new = ["Late rents, closed shops.", "Nothing known"]
    for known in (first, again):
        assert known.get_feature_names_out().tolist() == bag.get_feature_names_out().tolist()
        np.testing.assert_array_equal(known.transform(new).toarray(), bag.transform(new).toarray())
    np.testing.assert_array_equal(rows.toarray(), plain.toarray())


def test_other_texts_and_other_settings_are_learnt_anew():
    known, _ = vocabulary.learnt(BAGS[0], TEXTS)
    more, rows = vocabulary.learnt(BAGS[0], [*TEXTS, "Nothing else closed."])
    pairs, _ = vocabulary.learnt(BAGS[1], TEXTS)
    assert rows.shape == (4, len(more.vocabulary_))
    assert set(known.vocabulary_) == {"rents", "shops"}
    assert set(more.vocabulary_) == {"rents", "shops", "closed"}
    assert "rents rose" in pairs.vocabulary_


def test_the_vectoriser_that_asks_stays_as_it_was():
    bag = TfidfVectorizer()
    vocabulary.learnt(bag, TEXTS)
    assert not hasattr(bag, "vocabulary_")
    assert bag.vocabulary is None
