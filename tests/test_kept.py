"""What is kept of earlier runs."""

import numpy as np
import pytest
from scipy import sparse

from pipeline import kept, language, taught


@pytest.fixture
def store():
    return kept.Kept("results")


def test_arrays_are_made_once_and_come_back_as_they_were(store):
    made = {"a": np.arange(6.0).reshape(2, 3), "b": np.array([1, 2], dtype=np.int64)}
    calls = []
    first, again = (store.arrays("key", lambda: calls.append(1) or made) for _ in range(2))
    assert calls == [1]
    for found in (first, again):
        assert {name: (value.dtype, value.tolist()) for name, value in found.items()} == {
            name: (value.dtype, value.tolist()) for name, value in made.items()
        }


def test_only_what_is_missing_is_made(store):
    asked = []

    def make(places):
        asked.append(places)
        return [f"{keys[place]}!".encode() for place in places]

    keys = ["b", "a"]
    assert store.each(keys, make) == [b"b!", b"a!"]
    keys = ["a", "c", "b", "c"]
    assert store.each(keys, make) == [b"a!", b"c!", b"b!", b"c!"]
    assert asked == [[0, 1], [1, 3]]


ROWS = np.arange(6.0)
DIFFERENT = [
    ("a", 1),
    ("a", "1"),
    ("ab", 1),
    ("a", [1]),
    ("a", ["1"]),
    (["a", "1"],),
    (["a1"],),
    ("a", [[1]]),
    ("a", 1, []),
    (ROWS,),
    (ROWS.reshape(2, 3),),
    (ROWS.astype(np.float32),),
    (ROWS + 1,),
    (sparse.csr_array(np.eye(2)),),
    (sparse.csr_array(np.eye(2)[::-1]),),
]


def test_a_key_tells_every_input_apart():
    keys = [kept.key_of(*parts) for parts in DIFFERENT]
    assert len(set(keys)) == len(keys)
    assert keys == [kept.key_of(*parts) for parts in DIFFERENT]


def test_a_change_of_the_program_asks_for_everything_anew(monkeypatch):
    before = kept.key_of("a")
    monkeypatch.setattr(kept, "_program", lambda: "another program")
    assert kept.key_of("a") != before


def test_clauses_of_taught_texts_are_split_once(monkeypatch):
    texts = ["Leaders were visible. Staff felt heard, but caseloads were high.", "Late"]
    split = taught.clauses_of(texts)
    assert [" ".join(own) for own in split] == texts
    assert len(split[0]) > 1
    monkeypatch.setattr(language, "clauses", None)
    assert taught.clauses_of(texts[::-1]) == split[::-1]
