"""Encoders: near the reference, each row on its own, known weights only."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, load_model_from_string, numpy_helper
from sentence_transformers import SentenceTransformer

from pipeline import encoder, params
from pipeline.encoder import graph, int8, weights
from pipeline.encoder.nodes import CONTRIB
from pipeline.encoder.session import session
from pipeline.errors import PipelineError

TEXTS = [
    "Officers in Marshbridge had time to know the people whom they supervised.",
    "no",
    "Caseloads in the eastern office had risen to 68, which left no room for home visits, for reviews or for "
    "contact with the families of those who were due to be released.",
    "The police answered enquiries about domestic abuse within a day.",
    "Nobody had asked the police about domestic abuse.",
    "Housing support (in partnership with two charities) was strong; employment support was not.",
    "Dŵr, naïve — ‘quoted’ … 36% £1,000 ½",
]


@pytest.fixture(scope="module")
def fast() -> encoder.Encoder:
    return encoder.load(params.Embed(model=weights.PACKAGED, backend="int8"))


@pytest.fixture(scope="module")
def reference() -> encoder.Encoder:
    return encoder.load(params.Embed(model=weights.PACKAGED, backend="float32"))


def plain(texts: Sequence[str]) -> np.ndarray:
    """Vectors as sentence-transformers makes them with its defaults."""
    return SentenceTransformer(str(weights.find(weights.PACKAGED).folder)).encode(list(texts))


def test_int8_is_near_the_reference(fast: encoder.Encoder) -> None:
    cosines = (fast.encode(TEXTS) * plain(TEXTS)).sum(axis=1)
    sentences = np.array([len(text.split()) > 3 for text in TEXTS])
    assert cosines[sentences].mean() > 0.995
    assert cosines[sentences].min() > 0.99
    assert cosines.min() > 0.97  # a single word has fewer neighbours to even out the rounding


def test_float32_is_sentence_transformers(reference: encoder.Encoder) -> None:
    np.testing.assert_allclose(reference.encode(TEXTS), plain(TEXTS), atol=2e-6)


@pytest.mark.parametrize("kind", ["fast", "reference"])
def test_vector_does_not_depend_on_its_batch(kind: str, request: pytest.FixtureRequest) -> None:
    model: encoder.Encoder = request.getfixturevalue(kind)
    together = model.encode(TEXTS)
    for place, text in enumerate(TEXTS):
        assert model.encode([text]).tobytes() == together[place].tobytes()
    assert model.encode(TEXTS[::-1]).tobytes() == together[::-1].tobytes()


@pytest.mark.parametrize("kind", ["fast", "reference"])
def test_rows_are_of_unit_length(kind: str, request: pytest.FixtureRequest) -> None:
    model: encoder.Encoder = request.getfixturevalue(kind)
    vectors = model.encode([*TEXTS, "", "word " * 2_000])
    assert vectors.shape == (len(TEXTS) + 2, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert model.encode([]).shape == (0, 384)


def test_encoders_have_names_of_their_own(fast: encoder.Encoder, reference: encoder.Encoder) -> None:
    assert fast.name.startswith("all-MiniLM-L6-v2:53aa51172d14:int8-")
    assert reference.name.startswith("all-MiniLM-L6-v2:53aa51172d14:float32")


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"not the weights")
    with pytest.raises(PipelineError, match=r"model\.safetensors: has SHA-256 \w{64}, not 53aa51172d14"):
        weights.check(path, weights.PACKAGED_SHA256)


def test_folder_without_weights_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="holds no weights"):
        weights.find(str(tmp_path))


def test_model_from_a_folder_is_named_by_its_weights(tmp_path: Path) -> None:
    shutil.copytree(weights.find(weights.PACKAGED).folder, tmp_path / "copy")
    found = weights.find(str(tmp_path / "copy"))
    assert found.model == str(tmp_path / "copy")
    assert found.sha256 != weights.PACKAGED_SHA256  # of the sums of all its weight files


def test_model_of_another_kind_is_refused_by_int8(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(weights.find(weights.PACKAGED).folder, folder)
    pooling = folder / "1_Pooling" / "config.json"
    pooling.write_text(json.dumps({"pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}))
    with pytest.raises(
        PipelineError, match=r"no BERT model with mean pooling.*Set embed\.backend to float32"
    ):
        int8.prepare(weights.find(str(folder)), tmp_path)


def test_graph_is_made_once_and_always_the_same(tmp_path: Path) -> None:
    known = weights.find(weights.PACKAGED)
    first = int8.prepare(known, tmp_path / "a")
    written = first.stat().st_mtime_ns
    assert int8.prepare(known, tmp_path / "a") == first
    assert first.stat().st_mtime_ns == written
    second = int8.prepare(known, tmp_path / "b")
    assert second.name == first.name
    assert second.read_bytes() == first.read_bytes()


def test_weights_in_whole_numbers_and_scales() -> None:
    weight = np.array([[1.27, -0.5], [-0.635, 0.25]], dtype=np.float32)
    whole, scale = graph.quantise(weight)
    assert whole.tolist() == [[127, -127], [-64, 64]]  # -63.5 and 63.5 go to the even number
    np.testing.assert_allclose(scale, [0.01, 0.5 / 127], rtol=1e-6)


def test_the_largest_whole_numbers_do_not_overflow() -> None:
    weight = {
        "w": np.full((64, 16), 127, np.int8),
        "s": np.full(16, 1 / 127, np.float32),
        "z": np.zeros(16, np.int8),
    }
    node = helper.make_node("DynamicQuantizeMatMul", ["x", *weight], ["y"], domain=CONTRIB)
    ends = [
        helper.make_tensor_value_info(*one)
        for one in (("x", TensorProto.FLOAT, [1, 64]), ("y", TensorProto.FLOAT, [1, 16]))
    ]
    held = [numpy_helper.from_array(value, name) for name, value in weight.items()]
    body = helper.make_graph([node], "product", ends[:1], ends[1:], held)
    kinds = [helper.make_opsetid("", 21), helper.make_opsetid(CONTRIB, 1)]
    made = helper.make_model(body, opset_imports=kinds, ir_version=10).SerializeToString()
    (found,) = session(made).run(None, {"x": np.ones((1, 64), np.float32)})
    assert found == pytest.approx(
        np.full((1, 16), 64), rel=0.01
    )  # without VNNI two products at a time overflow


def test_smoothing_moves_outliers_into_the_weights() -> None:
    weight = np.ones((3, 2), dtype=np.float32)
    factor = graph.smoothing(weight, np.array([1, 1, 32], dtype=np.float32), share=1.0)
    assert factor[0] == factor[1]
    assert factor[2] / factor[0] == 32  # the outlier's size, in quarters of an octave
    level = graph.smoothing(weight, np.array([7, 7, 7], dtype=np.float32))
    assert level.tolist() == [1, 1, 1]


def test_products_of_the_graph_are_those_that_are_smoothed() -> None:
    known = weights.find(weights.PACKAGED)
    made = load_model_from_string(int8.prepare(known).read_bytes())
    kinds = [node.op_type for node in made.graph.node]
    assert kinds.count("DynamicQuantizeMatMul") == 18
    assert kinds.count("QAttention") == 6
    assert kinds.count("Mul") == 18
    assert kinds.count("MatMul") == 0


def test_accelerator_is_used_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = params.Embed(model=weights.PACKAGED, backend="auto")
    chosen = {}
    for present in (True, False):
        monkeypatch.setattr(encoder, "accelerator", lambda present=present: present)
        chosen[present] = encoder.load.__wrapped__(settings).name
    assert ":float32" in chosen[True]
    assert ":int8" in chosen[False]
