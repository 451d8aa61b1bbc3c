"""params.yaml is typed: a wrong key or value is one clear line."""

import pytest
import yaml

from pipeline import params
from pipeline.errors import PipelineError


def written(tmp_path, change):
    """A copy of params.yaml after ``change`` was applied to its content."""
    content = yaml.safe_load(params.PARAMS.read_text(encoding="utf-8"))
    change(content)
    path = tmp_path / "params.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def test_shipped_params_are_valid(project_root):
    assert params.load(project_root / "params.yaml").split.min_words >= 1


def test_unknown_key_is_named(tmp_path):
    path = written(tmp_path, lambda content: content["split"].update(minwords=3))
    with pytest.raises(PipelineError, match=r"split\.minwords.*not permitted"):
        params.load(path)


def test_wrong_value_is_named(tmp_path):
    path = written(tmp_path, lambda content: content["track"].update(confidence=95))
    with pytest.raises(PipelineError, match=r"track\.confidence.*less than 1"):
        params.load(path)


def test_missing_file_says_where_to_run(tmp_path):
    with pytest.raises(PipelineError, match="top folder"):
        params.load(tmp_path / "params.yaml")


def test_broken_yaml_is_said(tmp_path):
    path = tmp_path / "params.yaml"
    path.write_text("split: [", encoding="utf-8")
    with pytest.raises(PipelineError, match="no valid YAML"):
        params.load(path)
