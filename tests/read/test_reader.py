"""The reader: what the reference implementation gives, each text on its own, known weights only."""

from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from pipeline import examples, params
from pipeline.encoder.session import session
from pipeline.errors import PipelineError
from pipeline.read import adapter, graph, reader, weights
from pipeline.read.adapter import Tuned
from pipeline.vectors import key_of

TEXTS = [
    "Officers in Marshbridge had time to know the people whom they supervised.",
    "Nobody had asked the police; managers’ checks were late in 36 of 61 cases (59 per cent).",
    "Dŵr, naïve — £1,000.",
]
SETTINGS = params.Read(max_tokens=512)


@pytest.fixture(scope="module")
def ours() -> reader.Reader:
    return reader.load(SETTINGS)


def test_int8_says_nearly_what_float32_says(ours: reader.Reader) -> None:
    file = weights.find()
    exact = session(graph.build(Tuned(file.path, adapter.load()), None))
    texts = [f"{one.text} " for one in examples.load()[::400]]  # by the blank no longer one that it knows
    coded = [np.array([ids]) for ids in reader.coded(file, texts, SETTINGS.max_tokens)]
    rows = np.concatenate([exact.run(["vector"], {"ids": ids})[0] for ids in coded])
    said = ours.encode(texts)
    assert (said * rows).sum(axis=1).mean() > 0.99
    assert (said.argmax(axis=1) == rows.argmax(axis=1)).mean() > 0.9


def test_of_a_text_that_it_was_taught_it_gives_what_was_said_without_it(ours: reader.Reader) -> None:
    taught, left_out = examples.load()[:20], adapter.load().left_out
    texts = [one.text for one in taught]
    np.testing.assert_array_equal(ours.encode(texts), [left_out[key_of(text)] for text in texts])
    others = ours.encode([f"{text} " for text in texts])  # no longer a taught text, to the letter
    assert not np.isclose(others, ours.encode(texts), atol=1e-3).all(axis=1).any()


def test_it_tells_sides_of_texts_that_it_was_not_taught(ours: reader.Reader) -> None:
    classes = adapter.load().classes
    texts = [
        "Officers knew the people they supervised well.",
        "Managers seldom checked whether plans were made.",
    ]
    chances = ours.encode(texts) ** 2
    assert [classes[best] for best in chances.argmax(axis=1)] == ["strength", "improvement"]


def test_words_are_cut_as_the_model_learnt_them() -> None:
    coded = weights.find().tokenizer().encode("It’s 21 of 55.")
    assert coded.tokens == ["It", "âĢĻ", "s", "Ġ", "2", "1", "Ġof", "Ġ", "5", "5", "."]
    assert coded.ids[-1] == 30


def test_a_row_depends_on_its_text_alone(ours: reader.Reader) -> None:
    together = ours.encode(TEXTS)
    for place, text in enumerate(TEXTS):
        assert ours.encode([text]).tobytes() == together[place].tobytes()
    assert ours.encode(TEXTS[::-1]).tobytes() == together[::-1].tobytes()


def test_any_text_is_read(ours: reader.Reader) -> None:
    rows = ours.encode(["", "no", "word " * 2_000])
    assert rows.shape == (3, len(adapter.load().classes))
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert ours.encode([]).shape == (0, rows.shape[1])


def test_the_rest_of_a_long_text_is_not_read(ours: reader.Reader) -> None:
    short = reader.load(params.Read(max_tokens=4))
    assert short.name != ours.name
    first, second = short.encode(["Staff were kind and quick.", "Staff were kind and slow."])
    assert first.tobytes() == second.tobytes()


def test_readers_tell_what_they_are(ours: reader.Reader) -> None:
    assert ours.name.startswith(f"SmolLM2-135M:b179c9523d0e:{adapter.load().digest}:int8-")
    assert ours.name.endswith(":512")


def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "PACKAGE", "no-such-package-of-weights")
    with pytest.raises(PipelineError, match=r"no-such-package-of-weights: is not installed. Run: make setup"):
        weights.find()


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Damaged:
        def locate_file(self, name: str) -> Path:
            return tmp_path / name

    monkeypatch.setattr(metadata, "distribution", lambda _name: Damaged())
    with pytest.raises(PipelineError, match="has SHA-256 none, not b179"):
        weights.find()
    (tmp_path / weights.FILE).parent.mkdir()
    (tmp_path / weights.FILE).write_bytes(b"GGUF")
    with pytest.raises(PipelineError, match=r"has SHA-256 [0-9a-f]{64}, not b179"):
        weights.find()
