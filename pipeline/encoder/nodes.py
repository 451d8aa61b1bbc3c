"""An ONNX graph as it is written node by node."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

OPSET = 21
CONTRIB = "com.microsoft"  # operators that come with onnxruntime


@dataclass
class Nodes:
    """Nodes and constants collected so far."""

    nodes: list[NodeProto] = field(default_factory=list, init=False)
    constants: dict[str, TensorProto] = field(default_factory=dict, init=False)

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a constant and return its name."""
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **settings: Any) -> str:
        """Add a node of one output and return the output's name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **settings))
        return output

    def model(self, name: str, width: int, taps: Sequence[str] = ()) -> bytes:
        """Serialised model from ``ids`` (1, length) to ``vector`` (1, width) and to what ``taps`` name."""
        ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, None])
        vector = helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, width])
        others = [helper.make_tensor_value_info(tap, TensorProto.FLOAT, None) for tap in taps]
        constants = list(self.constants.values())
        body = helper.make_graph(self.nodes, name, [ids], [vector, *others], constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
        return bytes(helper.make_model(body, opset_imports=opsets, ir_version=10).SerializeToString())
