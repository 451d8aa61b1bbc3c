"""The graph in dvc.yaml is the truth: stages, their code and their parameters."""

import ast
from pathlib import Path

import pytest
import yaml

from pipeline.__main__ import COMMANDS, STAGES
from pipeline.params import Params

ROOT = Path(__file__).resolve().parents[1]
GRAPH = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]


def source_files(module: str) -> list[Path]:
    """Python files of a module or package of the pipeline."""
    path = ROOT / Path(*module.split("."))
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def imported(path: Path) -> set[str]:
    """Modules of the pipeline that a file imports, as 'pipeline.name'."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            base = node.module or ""
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "pipeline" else [base]
        found |= {".".join(name.split(".")[:2]) for name in names if name.startswith("pipeline.")}
    return found


def needed(module: str) -> set[str]:
    """Every module of the pipeline that ``module`` needs, itself included."""
    seen, queue = set(), [module]
    while queue:
        name = queue.pop()
        if name not in seen:
            seen.add(name)
            queue += [found for path in source_files(name) for found in imported(path)]
    return seen


def as_dep(module: str) -> str:
    """The path under which dvc.yaml lists a module."""
    path = Path(*module.split("."))
    return str(path if (ROOT / path).is_dir() else path.with_suffix(".py"))


def test_graph_has_every_stage_in_order():
    assert list(GRAPH) == list(STAGES)


@pytest.mark.parametrize("stage", STAGES)
def test_stage_is_complete(stage):
    entry = GRAPH[stage]
    assert entry["desc"].strip()
    assert entry["cmd"] == f"python -m pipeline {stage}"
    assert stage in entry["params"]
    assert {param.split(".")[0] for param in entry["params"]} <= set(Params.model_fields)


@pytest.mark.parametrize("stage", STAGES)
def test_every_import_is_a_dependency(stage):
    listed = {dep for dep in GRAPH[stage]["deps"] if dep.startswith("pipeline/")}
    wanted = {as_dep(module) for module in needed(f"pipeline.{stage}")} | {
        "pipeline/__main__.py",
        "pipeline/errors.py",
    }
    assert listed == wanted


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_imports_another(stage):
    others = {f"pipeline.{other}" for other in STAGES + COMMANDS if other != stage}
    assert not needed(f"pipeline.{stage}") & others
