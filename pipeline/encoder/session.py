"""Graphs in onnxruntime: made once, kept in the cache, run on one core."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def prepared(folder: Path, stem: str, make: Callable[[], bytes]) -> Path:
    """Graph ``stem`` in ``folder``, made at first use; its name ends in a hash of its bytes."""
    kept = sorted(folder.glob(f"{stem}-*.onnx"))
    if kept:
        return kept[0]
    graph = make()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}-{hashlib.sha256(graph).hexdigest()[:8]}.onnx"
    part = folder / f"{path.stem}.{os.getpid()}.part"
    part.write_bytes(graph)
    os.replace(part, path)  # noqa: PTH105
    return path


def digest_of(path: Path) -> str:
    """The hash that the name of a prepared graph ends in."""
    return path.stem.rsplit("-", 1)[1]


def session(model: Path | bytes) -> "InferenceSession":
    """What runs a graph."""
    from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions  # noqa: PLC0415

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # processes work side by side
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    # without VNNI, products of signed weights overflow unseen; there this turns them into unsigned ones
    options.add_session_config_entry("session.x64quantprecision", "1")
    source = model if isinstance(model, bytes) else str(model)
    return InferenceSession(source, options, providers=["CPUExecutionProvider"])
