"""The command line: help without heavy imports, faults as one line."""

import subprocess
import sys

from pipeline.__main__ import COMMANDS, STAGES


def call(*args, cwd=None):
    """Run ``python -m pipeline`` and return the finished process."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *args], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_help_lists_every_stage_and_command(project_root):
    done = call("--help", cwd=project_root)
    assert done.returncode == 0
    assert all(name in done.stdout for name in STAGES + COMMANDS)


def test_unknown_stage_is_refused(project_root):
    done = call("guess", cwd=project_root)
    assert done.returncode == 2
    assert "guess" in done.stderr


def test_fault_is_one_line_that_names_stage_file_and_remedy(project_root, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(project_root))
    done = call("track", cwd=tmp_path)
    assert done.returncode == 2
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("track: params.yaml: does not exist")
