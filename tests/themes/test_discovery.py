import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import adjusted_mutual_info_score

from pipeline.themes import naming
from pipeline.themes.discovery import ThemeFinder, nearest

from .conftest import SUBJECTS, encode, sentence

TEXTS = [
    f"{sentence(subject, number)} It was about {subject} and the {SUBJECTS[subject][0]}."
    for number in range(12)
    for subject in SUBJECTS
]
TRUTH = [subject for _ in range(12) for subject in SUBJECTS]


@pytest.fixture(scope="module")
def finder():
    return ThemeFinder(encode).fit(TEXTS)


def test_subjects_are_found_without_a_label(finder):
    assert adjusted_mutual_info_score(TRUTH, finder.labels_) > 0.6


def test_names_come_from_the_subject(finder):
    words = {word for words in SUBJECTS.values() for word in words}
    assert all(set(names[0].split()) & words for names in finder.names_)
    assert all(text in TEXTS for text in finder.central_)


def test_conventions_of_scikit_learn(finder):
    again = clone(finder)
    assert again.get_params() == finder.get_params()
    with pytest.raises(NotFittedError):
        again.predict(TEXTS)
    assert finder.transform(TEXTS).shape == (36, len(finder.centroids_))
    assert finder.predict(TEXTS).tolist() == finder.labels_.tolist()
    assert finder.fit_predict(TEXTS).tolist() == finder.labels_.tolist()


def test_a_new_text_joins_the_theme_of_its_subject(finder):
    theme = finder.predict([sentence("drugs", 30) + " It was about drugs."])[0]
    members = [TRUTH[i] for i in np.flatnonzero(finder.labels_ == theme)]
    assert members.count("drugs") / len(members) > 0.5


def test_the_order_of_texts_changes_nothing(finder):
    turned = ThemeFinder(encode).fit(TEXTS[::-1])
    assert turned.labels_[::-1].tolist() == finder.labels_.tolist()
    assert turned.names_ == finder.names_


def test_too_few_texts_are_refused():
    with pytest.raises(ValueError, match="at least 3"):
        ThemeFinder(encode).fit(TEXTS[:2])


def test_what_is_near_nothing_has_no_theme():
    rows, centroids = np.array([[1.0, 0.0], [-1.0, 0.0]]), np.array([[0.6, 0.8]])
    assert nearest(rows, centroids).tolist() == [0, -1]
    assert nearest(rows, np.zeros((0, 2))).tolist() == [-1, -1]


def test_phrases_tell_groups_apart_and_hold_no_place():
    groups = [
        ["Rents in Eastmere rose.", "Rents in Eastmere fell."],
        ["Eastmere courts sat.", "Some courts sat."],
    ]
    places = pd.DataFrame([("Eastmere", "Fenland", None)], columns=["pdu", "region", "aliases"])
    phrases = naming.key_phrases(groups, naming.place_words(places))
    assert phrases[0][0] == "rents"
    assert "courts sat" in phrases[1][0]
    assert "eastmere" not in str(phrases)


def test_the_most_central_text():
    rows = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0], [1.0, 0.0]])
    assert naming.central(rows, np.array([0, 0, 0, 1]), ["a", "b", "c", "d"], 0) == "b"
