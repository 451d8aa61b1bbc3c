"""Teaching the reader: the graph is what was learnt, learning helps, what was learnt is written whole."""

from pathlib import Path

import numpy as np
import pytest
import torch

from pipeline.encoder.session import session
from pipeline.errors import PipelineError
from pipeline.read import adapter, graph, learner, reader, tune, weights
from pipeline.read.adapter import Adapter, Tuned
from pipeline.read.learner import Lesson

CLASSES = ("improvement", "mixed", "neutral", "strength")
THINGS = ["Training", "Supervision", "Planning", "Induction", "Housing advice", "Court work"]
PRAISE, BLAME = ["was prompt", "had won trust", "was admired"], ["was late", "had lost trust", "was shunned"]
TEXTS = [f"{thing} {said}." for thing in THINGS for said in (*PRAISE, *BLAME)]
WANTED = np.array([3 if said in PRAISE else 0 for _ in THINGS for said in (*PRAISE, *BLAME)])


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return tune.lesson_of(TEXTS, WANTED, len(CLASSES))


def loud(lesson: Lesson) -> learner.Learner:
    """A learner whose every change is large and means nothing."""
    torch.manual_seed(1)
    made = learner.Learner(lesson.base, len(CLASSES)).eval()
    with torch.no_grad():
        for one in made.parameters():
            if one.requires_grad:
                one.copy_(torch.randn_like(one) * 0.05)
    return made


@pytest.mark.slow
def test_the_graph_is_what_was_learnt(lesson: Lesson, tmp_path: Path) -> None:
    some = np.arange(0, len(TEXTS), 5)
    before = lesson.said(learner.Learner(lesson.base, len(CLASSES)).eval(), some)
    taught = loud(lesson)
    said = lesson.said(taught, some)
    assert np.abs(said - before).max() > 0.1
    adapter.write(Adapter(CLASSES, taught.arrays(), {}), tmp_path / "adapter")
    file = weights.find()
    exact = session(graph.build(Tuned(file.path, adapter.load(tmp_path / "adapter")), None))
    coded = reader.coded(file, [TEXTS[place] for place in some], 512)
    rows = [exact.run(["vector"], {"ids": np.array([ids])})[0][0] for ids in coded]
    np.testing.assert_allclose(rows, said, atol=2e-3)


@pytest.mark.slow
def test_it_learns_what_is_left_out(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner, "WARM", 1)
    said = tune.left_out(lesson)
    np.testing.assert_allclose(np.linalg.norm(said, axis=1), 1, atol=1e-5)
    assert np.mean(said.argmax(axis=1) == WANTED) > 0.9
    again = lesson.said(lesson.taught(np.arange(12, len(TEXTS))), np.arange(12))
    np.testing.assert_allclose(again, said[:12], atol=0.05)


def test_only_the_upper_layers_change(lesson: Lesson) -> None:
    taught = loud(lesson)
    free = {name for name, one in taught.named_parameters() if one.requires_grad}
    assert all(name.startswith("last.") or name.rsplit(".", 1)[1] in {"down", "up"} for name in free)
    changed = Tuned(weights.find().path, Adapter(CLASSES, taught.arrays(), {}))
    for layer, same in ((learner.LOWEST - 1, True), (learner.LOWEST, False), (graph.LAYERS - 1, False)):
        name = f"blk.{layer}.ffn_down"
        assert (changed.adapter.change(f"{name}.weight") is None) == same


def test_batches_hold_every_text_once(lesson: Lesson) -> None:
    places = np.arange(3, len(TEXTS))
    batches = lesson._batches(places, np.random.default_rng(0))
    assert sorted(np.concatenate(batches)) == places.tolist()
    assert max(map(len, batches)) <= learner.BATCH


def test_what_was_learnt_is_read_back(tmp_path: Path) -> None:
    rows = {"b": np.array([0, 1], dtype=np.float16), "a": np.array([1, 0], dtype=np.float16)}
    arrays = {
        "blk.8.x.up": np.ones((3, 1), dtype=np.float16),
        "blk.8.x.down": np.ones((1, 2), dtype=np.float16),
    }
    made = Adapter(("improvement", "strength"), arrays, rows)
    adapter.write(made, tmp_path / "models" / "one")
    read = adapter.load(tmp_path / "models" / "one")
    assert read.digest == made.digest
    assert read.classes == made.classes
    assert {key: row.tolist() for key, row in read.left_out.items()} == {"a": [1, 0], "b": [0, 1]}
    np.testing.assert_array_equal(read.change("blk.8.x.weight"), np.ones((3, 2)))
    assert read.change("blk.9.x") is None


def test_what_is_missing_or_damaged_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"adapter.*: is missing. Restore it with git"):
        adapter.load(tmp_path / "adapter")
    (tmp_path / "adapter").write_bytes(b"no tensors")
    with pytest.raises(PipelineError, match="cannot be read"):
        adapter.load(tmp_path / "adapter")
