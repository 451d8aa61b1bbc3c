import numpy as np
import pytest
from scipy import sparse
from threadpoolctl import threadpool_limits

from pipeline.learnt import Learnt
from pipeline.products import cosines
from pipeline.themes import assigner, evidence
from pipeline.themes.features import LETTERS_WEIGHT, Features, Rows, letters_of
from pipeline.themes.keywords import Keywords
from pipeline.themes.lesson import Lesson
from pipeline.themes.meaning import OPENING, WHOLE, Meaning
from pipeline.themes.passages import Passages
from pipeline.themes.ridge import Dual
from pipeline.themes.score import Score

TEXTS = ["Homelessness rose.", "He was homeless; the landlord knew.", "Courts were full."]


@pytest.fixture
def passages():
    clauses = [TEXTS[0], "He was homeless", "the landlord knew.", TEXTS[2]]
    rows = np.eye(4, dtype=np.float32)
    return Passages(TEXTS, clauses, np.array([0, 1, 1, 2]), rows)


@pytest.fixture
def features(passages):
    twice = passages.take(np.array([0, 1, 2, 0, 1, 2]))
    return Features.fit(twice, Keywords([["landlord*"], ["court*"]]))[0]


def test_rows_of_what_is_learnt_are_those_of_the_same_texts_asked_later(passages):
    learnt, rows = Features.fit(passages.take(np.array([0, 1, 2, 0])), Keywords([["landlord*"]]))
    again = learnt.whole(passages)
    np.testing.assert_allclose(rows.words.toarray()[:3], again.words.toarray(), rtol=1e-12)
    np.testing.assert_array_equal(rows.meaning.whole[:3], again.meaning.whole)


def test_a_text_shows_its_first_clause_and_a_clause_shows_itself(passages, features):
    whole, parts = features.whole(passages), features.parts(passages)
    assert whole.meaning.opening == pytest.approx(np.eye(4)[[0, 1, 3]])
    assert whole.meaning.whole[1] == pytest.approx(passages.means()[1])
    assert parts.meaning.opening == pytest.approx(np.eye(4))
    assert parts.meaning.whole == pytest.approx(np.eye(4))


def test_likeness_in_meaning_fades_with_distance():
    near, far = np.eye(3, dtype=np.float32)[:1], np.eye(3, dtype=np.float32)[1:2]
    between = (near + far) / np.sqrt(2, dtype=np.float32)
    all_of = Meaning(np.vstack([near, between, far]), np.vstack([near, near, far]))
    made = Meaning(near, near).near(all_of)[0]
    assert made[0] == pytest.approx(WHOLE + OPENING)
    assert made[1] == pytest.approx(WHOLE * np.exp(2 * (np.sqrt(0.5) - 1)) + OPENING, abs=1e-3)
    assert made[2] == pytest.approx((WHOLE + OPENING) * np.exp(-2))


def test_words_of_one_stem_are_alike_by_their_letters(passages, features):
    letters = features.whole(passages).words[:, -len(features.letters.vocabulary_) :]
    likeness = (letters @ letters.T).toarray()
    assert np.diag(likeness) == pytest.approx(LETTERS_WEIGHT**2)
    assert likeness[0, 1] > 3 * likeness[0, 2]  # homelessness, homeless; courts


def test_letters_that_are_rare_or_common_are_left_out():
    bag = letters_of(2, 0.5).fit(["abc", "abc", "xyz", "uvw", "rst"])
    assert bag.get_feature_names_out().tolist() == [" ab", " abc", "abc", "abc ", "bc "]


@pytest.mark.parametrize("block", [2, 1024])
def test_what_is_said_of_rows_is_their_product_with_what_draws_the_map(
    passages, features, block, monkeypatch
):
    monkeypatch.setattr("pipeline.themes.score.BLOCK", block)
    rows = features.whole(passages)
    dual = Dual(np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, 0.5]]), np.array([0.25, 0.5]))
    said = Score.of(rows.words, dual.push, dual.offsets).said(rows, rows.meaning)
    assert said == pytest.approx(rows.products() @ dual.push + dual.offsets, abs=1e-6)


def test_what_is_said_does_not_depend_on_the_number_of_threads():
    rng = np.random.default_rng(0)
    units = rng.normal(size=(6000, 32)).astype(np.float32)
    units /= np.linalg.norm(units, axis=1, keepdims=True)
    taught, few = Meaning(units, units), Meaning(units[:300], units[:300])
    score = Score(np.zeros((1, 8)), rng.normal(size=(6000, 8)).astype(np.float32), np.zeros(8))
    rows = Rows(few, sparse.csr_matrix((300, 1)))
    said = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            said.append(score.said(rows, taught))
    assert np.array_equal(*said)


def test_goals_are_the_themes_and_beside_them_the_main_one(passages):
    labels, optional = [("courts", "homes"), ("courts",), ()], [("homes",), ("homes", "old"), ()]
    lesson = Lesson(passages, labels, optional, np.array([1.0, 3.0, 0.2]))
    themes = ["homes", "courts"]
    assert lesson.goals(themes).tolist() == [[1, 1, 0, 1], [0.5, 1, 0, 1], [0, 0, 0, 0]]
    # whether the second is about homes counts for nothing; what is given counts, optional or not
    assert lesson.counts(themes).tolist() == [[1, 1], [0, 3], [0.2, 0.2]]


def test_the_margin_is_taken_from_the_best_of_the_others():
    scores = np.array([[0.7, 0.2, 0.5], [0.4, 0.4, 0.1]])
    assert evidence.margin(scores) == pytest.approx(np.array([[0.2, -0.5, -0.2], [0.0, 0.0, -0.3]]))


def test_a_model_read_back_says_the_same(passages, tmp_path, monkeypatch):
    taught = Passages(
        TEXTS * 4,
        passages.clauses * 4,
        np.concatenate([passages.owner + 3 * turn for turn in range(4)]),
        np.tile(passages.rows, (4, 1)),
    )
    labels = [("homes",), ("homes", "courts"), ("courts",)] * 4
    lesson = Lesson(taught, labels, [("courts",), (), ()] * 4, np.ones(12))

    definitions = np.eye(4, dtype=np.float32)[:2]
    book = Keywords([["landlord*"], ["court*"]])
    shelf = Learnt(tmp_path / "learnt", assigner.__name__)
    model = assigner.fit(["homes", "courts"], book, definitions, lesson, shelf)
    assert model.score.speaks.shape == (12, 4)  # has the theme, is mainly about it
    shelf.write()
    monkeypatch.setattr(assigner, "_learn", None)
    shelf = Learnt(tmp_path / "learnt", assigner.__name__)
    again = assigner.fit(["homes", "courts"], book, definitions, lesson, shelf)
    for one, other in zip(model.assign(passages, 2), again.assign(passages, 2), strict=True):
        assert one.themes == other.themes
        np.testing.assert_array_equal(one.chances, other.chances)
    assert again.key == model.key
    with pytest.raises(TypeError):  # what is taught differs
        assigner.fit(["homes", "courts"], book, definitions[::-1], lesson, shelf)


@pytest.mark.parametrize("count", [9, 1279, 1281, 4000])
def test_the_nearest_are_the_largest_cosines(count):
    likeness = np.random.default_rng(count).normal(size=(7, count)).astype(np.float32)
    most = min(evidence.NEIGHBOURS, count)
    found = np.sort(evidence._largest(likeness, most), axis=1)
    np.testing.assert_array_equal(found, np.sort(np.argsort(-likeness, axis=1)[:, :most], axis=1))


def test_cosines_that_are_known_need_not_be_worked_out(passages, features):
    rows = features.whole(passages)
    near = rows.meaning.near(rows.meaning)
    alike = cosines(rows.meaning.whole, rows.meaning.whole)
    np.testing.assert_array_equal(rows.meaning.near(rows.meaning, alike), near)
    np.testing.assert_array_equal(alike, cosines(rows.meaning.whole, rows.meaning.whole))  # left as it was
