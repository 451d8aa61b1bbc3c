"""A BERT encoder with mean pooling as an ONNX graph, in float32 or with int8 products.

The graph is written node by node, because an exported one spends more time between the matrix products
than in them: here bias, activation range and scaling ride on the product, and attention is one node.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from onnx import helper

from pipeline.encoder.nodes import CONTRIB, Nodes

Array = NDArray[np.float32]
Factors = Mapping[str, Array]

_LIMIT = 127  # largest weight in int8; -128 is left out so that the range is symmetrical


@dataclass(frozen=True)
class Shape:
    """What a model's ``config.json`` says of its size."""

    layers: int
    heads: int
    width: int
    epsilon: float


@dataclass
class _Graph(Nodes):
    """Nodes and constants collected so far.

    Parameters
    ----------
    weights: tensors of the model by name.
    shape: its size.
    factors: what each product's input is divided by, by name of the input; None: float32.

    """

    weights: Mapping[str, Array]
    shape: Shape
    factors: Factors | None
    inputs_of_products: list[str] = field(default_factory=list)

    def linear(self, source: str, weight: Array, bias: Array, output: str) -> str:
        """``source @ weight + bias``; weight is (in, out)."""
        self.inputs_of_products.append(source)
        if self.factors is None:
            product = self.node("MatMul", [source, self.constant(f"{output}.w", weight)], f"{output}.product")
            return self.node("Add", [product, self.constant(f"{output}.b", bias)], output)
        smooth, whole, scale, zero = self.smoothed(source, weight, output)
        inputs = [smooth, whole, scale, zero, self.constant(f"{output}.b", bias)]
        return self.node("DynamicQuantizeMatMul", inputs, output, CONTRIB)

    def smoothed(self, source: str, weight: Array, output: str) -> tuple[str, str, str, str]:
        """Input without its outliers, and the weight that they moved into: whole numbers, scales, zeros."""
        factor = (self.factors or {}).get(source)
        if factor is not None:
            divisor = self.constant(f"{output}.f", 1 / factor)
            source, weight = self.node("Mul", [source, divisor], f"{output}.smooth"), weight * factor[:, None]
        whole, scale = quantise(weight)
        zero = np.zeros(len(scale), dtype=np.int8)
        return (
            source,
            self.constant(f"{output}.w", whole),
            self.constant(f"{output}.s", scale),
            self.constant(f"{output}.z", zero),
        )

    def attention(self, source: str, weight: Array, bias: Array, layer: int) -> str:
        """Attention over ``source``; weight (in, 3 * width) and bias are of query, key and value."""
        joined, output, heads = f"joined{layer}", f"attended{layer}", self.shape.heads
        if self.factors is None:
            thirds = self.constant("thirds", np.array([self.shape.width] * 3, dtype=np.int64))
            split = [f"{name}{layer}" for name in ("query", "key", "value")]
            inputs = [self.linear(source, weight, bias, joined), thirds]
            self.nodes.append(helper.make_node("Split", inputs, split, axis=2))
            return self.node("MultiHeadAttention", split, output, CONTRIB, num_heads=heads)
        smooth, whole, scale, zero = self.smoothed(source, weight, joined)
        eighth = [f"{joined}.{part}" for part in ("input", "range", "middle")]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [smooth], eighth))
        shift = self.constant(f"{joined}.b", bias)
        inputs = [eighth[0], whole, shift, eighth[1], scale, "", eighth[2], zero]
        return self.node("QAttention", inputs, output, CONTRIB, num_heads=heads)

    def norm(self, source: str, prefix: str, output: str) -> str:
        scale = self.constant(f"{output}.scale", self.weights[f"{prefix}.weight"])
        shift = self.constant(f"{output}.shift", self.weights[f"{prefix}.bias"])
        inputs = [source, scale, shift]
        return self.node("LayerNormalization", inputs, output, axis=-1, epsilon=self.shape.epsilon)


def quantise(weight: Array) -> tuple[NDArray[np.int8], Array]:
    """Whole numbers (in, out) and a scale for each output: their product is nearly ``weight``."""
    scale = np.maximum(np.abs(weight).max(axis=0) / _LIMIT, np.finfo(np.float32).tiny).astype(np.float32)
    return np.rint(weight / scale).astype(np.int8), scale


def smoothing(weight: Array, largest: Array, share: float = 0.7) -> Array:
    """Factors (in,) that move outliers of a product's input into its weights (SmoothQuant, arXiv 2211.10438).

    Parameters
    ----------
    weight: (in, out).
    largest: (in,) largest size of each input seen in calibration.
    share: how much of the outlier the weights take.

    """
    floor = np.float32(1e-6)
    factor = np.maximum(largest, floor) ** share / np.maximum(np.abs(weight).max(axis=1), floor) ** (
        1 - share
    )
    steps = np.log2(factor / np.exp(np.log(factor).mean()))
    # quarters of an octave: the last bit of a calibration run, which may differ by processor, does not matter
    return (2.0 ** (np.rint(np.clip(steps, -10, 10) * 4) / 4)).astype(np.float32)


def build(
    weights: Mapping[str, Array], shape: Shape, factors: Factors | None, *, taps: bool = False
) -> bytes:
    """Serialised model: token ids (1, length) to a unit vector (1, width).

    Parameters
    ----------
    weights: tensors of the model by name.
    shape: its size.
    factors: by input of a product, as ``smoothing`` gives them, for int8 products; None: float32 products.
    taps: give the inputs of all products as further outputs, for calibration.

    """
    graph = _Graph(weights, shape, factors)
    last = _embeddings(graph)
    for layer in range(shape.layers):
        last = _layer(graph, layer, last)
    axis = graph.constant("one", np.array([1], dtype=np.int64))
    mean = graph.node("ReduceMean", [last, axis], "mean", keepdims=0)
    graph.node("LpNormalization", [mean], "vector", axis=1, p=2)
    return graph.model("encoder", shape.width, graph.inputs_of_products if taps else ())


def products(weights: Mapping[str, Array], shape: Shape) -> dict[str, Array]:
    """Weight (in, out) of each product whose input has outliers, by the name of that input."""
    found: dict[str, Array] = {}
    for layer in range(shape.layers):
        prefix = f"encoder.layer.{layer}"
        found[f"in{layer}"] = _joined(weights, prefix, "weight")
        found[f"middle{layer}"] = weights[f"{prefix}.intermediate.dense.weight"].T
        found[f"active{layer}"] = weights[f"{prefix}.output.dense.weight"].T
    return found


def _embeddings(graph: _Graph) -> str:
    table = "embeddings"
    places = graph.weights[f"{table}.position_embeddings.weight"]
    kind = graph.weights[f"{table}.token_type_embeddings.weight"][0]
    words = graph.constant("words", graph.weights[f"{table}.word_embeddings.weight"])
    first = graph.constant("zero", np.array([0], dtype=np.int64))
    length = graph.node("Shape", ["ids"], "length", start=1, end=2)
    place = graph.node("Slice", [graph.constant("places", places + kind), first, length, first], "place")
    word = graph.node("Gather", [words, "ids"], "word")
    return graph.norm(graph.node("Add", [word, place], "embedded"), f"{table}.LayerNorm", "in0")


def _joined(weights: Mapping[str, Array], prefix: str, part: str) -> Array:
    """Query, key and value of a layer side by side, so that they are one product."""
    parts = [weights[f"{prefix}.attention.self.{name}.{part}"].T for name in ("query", "key", "value")]
    return np.concatenate(parts, axis=-1)


def _layer(graph: _Graph, layer: int, source: str) -> str:
    prefix, weights = f"encoder.layer.{layer}", graph.weights
    weight, bias = _joined(weights, prefix, "weight"), _joined(weights, prefix, "bias")
    graph.attention(source, weight, bias, layer)
    out = f"{prefix}.attention.output"
    mixed = _dense(graph, f"{out}.dense", f"attended{layer}", f"mixed{layer}")
    middle = graph.norm(
        graph.node("Add", [mixed, source], f"sum{layer}"), f"{out}.LayerNorm", f"middle{layer}"
    )
    wide = _dense(graph, f"{prefix}.intermediate.dense", middle, f"wide{layer}")
    active = graph.node("Gelu", [wide], f"active{layer}", CONTRIB)
    narrow = _dense(graph, f"{prefix}.output.dense", active, f"narrow{layer}")
    total = graph.node("Add", [narrow, middle], f"total{layer}")
    return graph.norm(total, f"{prefix}.output.LayerNorm", f"in{layer + 1}")


def _dense(graph: _Graph, name: str, source: str, output: str) -> str:
    return graph.linear(source, graph.weights[f"{name}.weight"].T, graph.weights[f"{name}.bias"], output)
