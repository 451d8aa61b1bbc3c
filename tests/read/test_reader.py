"""The reader: what the reference implementation gives, each text on its own, known weights only."""

from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline import params
from pipeline.encoder.session import session
from pipeline.errors import PipelineError
from pipeline.read import graph, reader, weights

TEXTS = [
    "Officers in Marshbridge had time to know the people whom they supervised.",
    "Nobody had asked the police; managers’ checks were late in 36 of 61 cases (59 per cent).",
    "Dŵr, naïve — £1,000.",
]
SETTINGS = params.Read(max_tokens=512)


@pytest.fixture(scope="module")
def ours() -> reader.Reader:
    return reader.load(SETTINGS)


def reference(texts: Sequence[str]) -> NDArray[np.float32]:
    """What the transformers library makes of the same file in float32: rows (n, 2d)."""
    import torch  # noqa: PLC0415
    from transformers import AutoModel  # noqa: PLC0415

    path, tokenizer = weights.find().path, weights.find().tokenizer()
    own = {"gguf_file": path.name, "local_files_only": True}
    model = AutoModel.from_pretrained(path.parent, dtype=torch.float32, **own).eval()
    rows = []
    for text in texts:
        with torch.inference_mode():
            ids = torch.tensor([tokenizer.encode(text).ids])
            states = model(input_ids=ids, output_hidden_states=True)
        tokens = states.hidden_states[graph.LAYERS][0].numpy()
        halves = [tokens[1:].mean(axis=0), tokens[-1]]
        rows.append(np.concatenate([half / np.linalg.norm(half) for half in halves]))
    return np.array(rows)


@pytest.mark.slow
def test_the_graph_is_the_model(ours: reader.Reader) -> None:
    expected, width = reference(TEXTS), weights.find().shape.width
    exact = session(graph.build(weights.find(), None))
    tokenizer = weights.find().tokenizer()
    coded = [np.array([tokenizer.encode(text).ids]) for text in TEXTS]
    rows = np.concatenate([exact.run(["vector"], {"ids": ids})[0] for ids in coded])
    np.testing.assert_allclose(rows, expected, atol=1e-4)
    products = ours.encode(TEXTS) * expected
    assert products[:, :width].sum(axis=1).min() > 0.99
    assert products[:, width:].sum(axis=1).min() > 0.97


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
    assert rows.shape == (3, 2 * weights.find().shape.width)
    assert rows.dtype == np.float32
    for half in np.split(rows, 2, axis=1):
        np.testing.assert_allclose(np.linalg.norm(half, axis=1), 1, atol=1e-5)
    assert ours.encode([]).shape == (0, rows.shape[1])


def test_the_rest_of_a_long_text_is_not_read(ours: reader.Reader) -> None:
    short = reader.load(params.Read(max_tokens=4))
    assert short.name != ours.name
    first, second = short.encode(["Staff were kind and quick.", "Staff were kind and slow."])
    assert first.tobytes() == second.tobytes()


def test_readers_tell_what_they_are(ours: reader.Reader) -> None:
    assert ours.name.startswith("SmolLM2-135M:b179c9523d0e:int8-")
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
