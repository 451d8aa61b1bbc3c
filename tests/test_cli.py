"""The command line: help without heavy imports, faults as one line."""

import subprocess
import sys

import pytest

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


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
def test_reader_that_goes_away_leaves_no_traceback(project_root):
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", "--help"],
        cwd=project_root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
