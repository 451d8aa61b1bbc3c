import os

import pytest
from pydantic import BaseModel, ValidationError

from pipeline import files
from pipeline.errors import PipelineError


class Rule(BaseModel):
    name: str
    numbers: list[int]


def test_yaml_that_is_missing_or_broken_is_named(tmp_path):
    path = tmp_path / "rules.yaml"
    with pytest.raises(PipelineError, match=r"rules\.yaml: does not exist\. Ask for it"):
        files.read_yaml(path, "Ask for it")
    path.write_text("a: [", encoding="utf-8")
    with pytest.raises(PipelineError, match=r"rules\.yaml: is no valid YAML"):
        files.read_yaml(path)
    path.write_text("a: [1, é]", encoding="utf-8")
    assert files.read_yaml(path) == {"a": [1, "é"]}


def test_the_first_fault_stands_at_its_key():
    with pytest.raises(ValidationError) as caught:
        Rule.model_validate({"name": "one", "numbers": [1, "two"]})
    assert str(files.fault("rules.yaml", caught.value)).startswith("rules.yaml: numbers.1: ")


def test_a_write_that_is_broken_off_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "new/registry.json"
    files.write(path, "old\n")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        files.write(path, b"half")
    assert path.read_bytes() == b"old\n"
