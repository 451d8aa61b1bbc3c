"""The first layers of a language model as an ONNX graph, with a last one that says which way a text judges.

Products are in int8, as in ``pipeline.encoder.graph``. Outliers of their inputs move into their weights by
way of the scales or the weights before them, so that nothing is left to do for it when the graph runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper

from pipeline.encoder.graph import quantise
from pipeline.encoder.nodes import CONTRIB, Nodes
from pipeline.read.adapter import Tuned
from pipeline.read.weights import Shape

Array = NDArray[np.float32]
Factors = Mapping[str, Array]
LAYERS = 16  # of 30: what a text means stands here, what word comes next later


@dataclass
class _Graph(Nodes):
    """Nodes and constants collected so far; ``factors``: as in ``build``."""

    file: Tuned
    shape: Shape
    factors: Factors | None

    def factor(self, source: str) -> Array | np.float32:
        """What the input ``source`` of a product is divided by: (in,)."""
        return np.float32(1) if self.factors is None else self.factors[source]

    def weight(self, *names: str) -> Array:
        """Weights (in, out) of these names side by side."""
        return np.concatenate([self.file.tensor(f"{name}.weight").T for name in names], axis=-1)

    def product(self, source: str, weight: Array, output: str) -> str:
        if self.factors is None:
            return self.node("MatMul", [source, self.constant(f"{output}.w", weight)], output)
        if source in self.factors:
            weight = weight * self.factors[source][:, None]
        whole, scale = quantise(weight)
        zero = np.zeros(len(scale), dtype=np.int8)
        constants: dict[str, NDArray[Any]] = {"w": whole, "s": scale, "z": zero}
        inputs = [self.constant(f"{output}.{part}", value) for part, value in constants.items()]
        return self.node("DynamicQuantizeMatMul", [source, *inputs], output, CONTRIB)

    def norm(self, source: str, name: str, output: str) -> str:
        scale = self.constant(f"{output}.scale", self.weight(name) / self.factor(output))
        return self.node(
            "SimplifiedLayerNormalization", [source, scale], output, axis=-1, epsilon=self.shape.epsilon
        )


def products(file: Tuned) -> dict[str, Array]:
    """Weight (in, out) of each product whose input has outliers, by the name of that input."""
    found: dict[str, Array] = {}
    graph = _Graph(file, file.shape, None)
    for layer in range(LAYERS):
        prefix = f"blk.{layer}"
        found[f"normal{layer}"] = graph.weight(*(f"{prefix}.attn_{part}" for part in "qkv"))
        found[f"again{layer}"] = graph.weight(f"{prefix}.ffn_gate", f"{prefix}.ffn_up")
        found[f"wide{layer}"] = graph.weight(f"{prefix}.ffn_down")
    return found


def build(file: Tuned, factors: Factors | None, *, taps: bool = False) -> bytes:
    """Serialised model: token ids (1, length) to the roots of the chances of k polarities (1, k).

    Chances come from the mean and the last of what stands at the tokens. The first token is left out of the
    mean: a decoder puts there what it has no other place for, whatever the text says, and it is so large that
    it would drown the rest. The last has seen all the others, and prepares what comes next.

    Parameters
    ----------
    file: the language model.
    factors: by input of a product, as ``smoothing`` gives them, for int8 products; None: float32 products.
    taps: give the inputs of ``products`` as further outputs, for calibration.

    """
    graph = _Graph(file, file.shape, factors)
    last = _words(graph)
    for layer in range(LAYERS):
        last = _layer(graph, layer, last)
    _judgement(graph, last)
    return graph.model("reader", len(file.adapter.classes), list(products(file)) if taps else ())


def _judgement(graph: _Graph, last: str) -> None:
    one, end = (graph.constant(name, np.array([value])) for name, value in (("one", 1), ("end", 2**31)))
    minus = graph.constant("minus", np.array([-1]))
    own = graph.node("Slice", [last, one, end, one], "own")
    halves = [
        graph.node("ReduceMean", [own, one], "mean", keepdims=0),
        graph.node("Squeeze", [graph.node("Slice", [last, minus, end, one], "ending"), one], "final"),
    ]
    units = [graph.node("LpNormalization", [half], f"{half}.unit", axis=1, p=2) for half in halves]
    joined = graph.node("Concat", units, "joined", axis=1)
    even = graph.constant("even", np.ones(2 * graph.shape.width, dtype=np.float32))
    level = graph.node("LayerNormalization", [joined, even], "level", axis=-1)
    layer = [graph.constant(name, graph.file.adapter.array(name)) for name in ("head", "bias")]
    logits = graph.node("Gemm", [level, *layer], "logits")
    graph.node("Sqrt", [graph.node("Softmax", [logits], "chances", axis=1)], "vector")


def _words(graph: _Graph) -> str:
    table = graph.constant("table", graph.file.tensor("token_embd.weight").astype(np.float16))
    length = graph.node("Shape", ["ids"], "length", start=1, end=2)
    whole = graph.node("Cast", [length], "whole", to=TensorProto.INT32)
    graph.node("Squeeze", [whole], "total")
    graph.node("Sub", [whole, graph.constant("unit", np.array([1], dtype=np.int32))], "before")
    pairs = np.arange(0, graph.shape.head, 2) / graph.shape.head
    turns = np.outer(np.arange(graph.shape.longest), graph.shape.base**-pairs)
    graph.constant("cosines", np.cos(turns).astype(np.float32))
    graph.constant("sines", np.sin(turns).astype(np.float32))
    return graph.node("Cast", [graph.node("Gather", [table, "ids"], "word")], "in0", to=TensorProto.FLOAT)


def _layer(graph: _Graph, layer: int, source: str) -> str:
    prefix = f"blk.{layer}"
    normal = graph.norm(source, f"{prefix}.attn_norm", f"normal{layer}")
    joined = graph.product(
        normal, graph.weight(*(f"{prefix}.attn_{part}" for part in "qkv")), f"joined{layer}"
    )
    attended = _attention(graph, joined, layer)
    seen = graph.product(attended, graph.weight(f"{prefix}.attn_output"), f"seen{layer}")
    middle = graph.node("Add", [seen, source], f"middle{layer}")
    again = graph.norm(middle, f"{prefix}.ffn_norm", f"again{layer}")
    gate = graph.product(again, graph.weight(f"{prefix}.ffn_gate"), f"gate{layer}")
    open_ = graph.node("QuickGelu", [gate], f"open{layer}", CONTRIB, alpha=1.0)
    up = graph.weight(f"{prefix}.ffn_up") / graph.factor(f"wide{layer}")
    wide = graph.node("Mul", [open_, graph.product(again, up, f"up{layer}")], f"wide{layer}")
    narrow = graph.product(wide, graph.weight(f"{prefix}.ffn_down"), f"narrow{layer}")
    return graph.node("Add", [narrow, middle], f"in{layer + 1}")


def _attention(graph: _Graph, joined: str, layer: int) -> str:
    """Attention of each token to those before it; the file has its queries in interleaved pairs."""
    outputs = [f"attended{layer}", f"keys{layer}", f"values{layer}"]
    inputs = [joined, "", "", "", "", "before", "total", "cosines", "sines"]
    how: dict[str, Any] = {
        "num_heads": graph.shape.heads,
        "kv_num_heads": graph.shape.shared,
        "do_rotary": 1,
        "rotary_interleaved": 1,
    }
    graph.nodes.append(helper.make_node("GroupQueryAttention", inputs, outputs, domain=CONTRIB, **how))
    return outputs[0]
