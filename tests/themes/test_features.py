import numpy as np
import pytest

from pipeline.themes import assigner, evidence, judge, state
from pipeline.themes.assigner import Known, Lesson
from pipeline.themes.features import LETTERS_WEIGHT, OPENING_WEIGHT, Features, letters_of
from pipeline.themes.keywords import Keywords
from pipeline.themes.passages import Passages

TEXTS = ["Homelessness rose.", "He was homeless; the landlord knew.", "Courts were full."]


@pytest.fixture
def passages():
    clauses = [TEXTS[0], "He was homeless", "the landlord knew.", TEXTS[2]]
    rows = np.eye(4, dtype=np.float32)
    return Passages(TEXTS, clauses, np.array([0, 1, 1, 2]), rows)


@pytest.fixture
def features():
    return Features.fit([*TEXTS, *TEXTS], Keywords([["landlord*"], ["court*"]]))


def test_a_text_shows_its_first_clause_and_a_clause_shows_itself(passages, features):
    whole, parts = features.whole(passages), features.parts(passages)
    assert whole.opening == pytest.approx(OPENING_WEIGHT * np.eye(4)[[0, 1, 3]])
    assert parts.opening == pytest.approx(OPENING_WEIGHT * np.eye(4))
    assert whole.dense[1] == pytest.approx(passages.means()[1])


def test_words_of_one_stem_are_alike_by_their_letters(passages, features):
    letters = features.whole(passages).words[:, -len(features.letters.vocabulary_) :]
    likeness = (letters @ letters.T).toarray()
    assert np.diag(likeness) == pytest.approx(LETTERS_WEIGHT**2)
    assert likeness[0, 1] > 3 * likeness[0, 2]  # homelessness, homeless; courts


def test_letters_that_are_rare_or_common_are_left_out():
    bag = letters_of(2, 0.5).fit(["abc", "abc", "xyz", "uvw", "rst"])
    assert bag.get_feature_names_out().tolist() == [" ab", " abc", "abc", "abc ", "bc "]


def test_what_is_said_of_rows_is_their_product_with_what_was_gathered(passages, features):
    rows = features.whole(passages)
    push = np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, 0.5]])
    assert rows.said(rows.gathered(push)) == pytest.approx(rows.products() @ push, abs=1e-6)


def test_goals_are_the_themes_and_beside_them_the_main_one():
    targets = np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
    known = Known(TEXTS, np.eye(3, dtype=np.float32), targets, np.array([1, 1, judge.NOTHING]))
    assert known.goals().tolist() == [[1, 1, 0, 1], [0, 1, 0, 1], [0, 0, 0, 0]]
    part = known.at(np.array([2, 0]))
    assert part.texts == [TEXTS[2], TEXTS[0]]
    assert part.goals().tolist() == [[0, 0, 0, 0], [1, 1, 0, 1]]


def test_the_margin_is_taken_from_the_best_of_the_others():
    scores = np.array([[0.7, 0.2, 0.5], [0.4, 0.4, 0.1]])
    assert evidence.margin(scores) == pytest.approx(np.array([[0.2, -0.5, -0.2], [0.0, 0.0, -0.3]]))


def test_a_model_read_back_says_the_same(passages, tmp_path):
    taught = Passages(
        TEXTS * 4,
        passages.clauses * 4,
        np.concatenate([passages.owner + 3 * turn for turn in range(4)]),
        np.tile(passages.rows, (4, 1)),
    )
    lesson = Lesson(taught, [("homes",), ("homes", "courts"), ("courts",)] * 4, np.ones(12))

    class Unkept:
        def arrays(self, key, make):
            return dict(make())

    definitions = np.eye(4, dtype=np.float32)[:2]
    book = Keywords([["landlord*"], ["court*"]])
    model = assigner.fit(["homes", "courts"], book, definitions, lesson, Unkept())
    assert model.score.weights.shape[1] == 4  # has the theme, is mainly about it
    state.save(model, tmp_path)
    again = state.load(tmp_path)
    for one, other in zip(model.assign(passages, 2), again.assign(passages, 2), strict=True):
        assert one.themes == other.themes
        np.testing.assert_array_equal(one.chances, other.chances)
    assert state.key(again) == state.key(model)
