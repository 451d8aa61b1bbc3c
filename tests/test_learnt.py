"""What was learnt is used again while all that it was learnt from is the same."""

import shutil

import numpy as np
import pytest

from pipeline import kept, learnt, source
from pipeline.errors import PipelineError
from pipeline.learnt import Learnt

MODULE = "pipeline.products"


def made(value):
    return lambda: {"weights": np.full((2, 3), value, dtype=np.float16), "cuts": np.array([value / 3])}


@pytest.fixture
def path(tmp_path):
    shelf = Learnt(tmp_path / "models/one.safetensors", MODULE)
    shelf.arrays("whole", ["a", 1], made(1.0))
    shelf.arrays("part", ["a", 2], made(2.0))
    shelf.write()
    return tmp_path / "models/one.safetensors"


def test_it_comes_back_as_it_was_and_is_not_made_again(path):
    found = Learnt(path, MODULE).arrays("part", ["a", 2], None)
    assert found["weights"].dtype == np.float16
    assert (found["weights"] == 2).all()
    assert found["cuts"].tolist() == [2 / 3]


@pytest.mark.parametrize("change", ["parts", "code", "libraries"])
def test_it_is_learnt_anew_where_anything_differs(path, monkeypatch, change):
    if change == "code":
        monkeypatch.setattr(source, "digest", lambda module: "another")
    if change == "libraries":
        monkeypatch.setattr(learnt, "libraries", lambda: "numpy 0")
    found = Learnt(path, MODULE).arrays("whole", ["b" if change == "parts" else "a", 1], made(5.0))
    assert found["cuts"].tolist() == [5 / 3]


def test_a_learner_is_safe_as_soon_as_it_has_learnt(path):
    before = path.read_bytes()
    Learnt(path, MODULE).arrays("third", ["c"], made(3.0))  # and the run is killed
    assert path.read_bytes() == before
    again = Learnt(path, MODULE)
    assert again.arrays("third", ["c"], None)["cuts"].tolist() == [1.0]
    assert again.arrays("whole", ["a", 1], None)["cuts"].tolist() == [1 / 3]


def test_what_nobody_asks_for_is_dropped_and_the_rest_keeps_its_bytes(path):
    before = path.read_bytes()
    shelf = Learnt(path, MODULE)
    shelf.arrays("part", ["a", 2], None)
    shelf.arrays("whole", ["a", 1], None)
    shelf.write()
    assert path.read_bytes() == before
    shelf = Learnt(path, MODULE)
    shelf.arrays("whole", ["a", 1], None)
    shelf.write()
    shutil.rmtree(kept.CACHE)
    with pytest.raises(TypeError):
        Learnt(path, MODULE).arrays("part", ["a", 2], None)


def test_a_damaged_file_is_named(path):
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(PipelineError, match=r"one\.safetensors.*cannot be read"):
        Learnt(path, MODULE)


def test_the_code_of_a_learner_is_all_that_it_imports():
    needed = {path.name for path in source.needed("pipeline.themes.teaching")}
    assert {"teaching.py", "assigner.py", "judge.py", "ridge.py", "language.py", "products.py"} <= needed
    assert not {"stage.py", "rows.py", "found.py", "naming.py", "learnt.py", "store.py"} & needed
    assert source.digest("pipeline.themes.teaching") != source.digest("pipeline.polarity.model")
