"""The whole pipeline in fresh folders: it runs, it runs once, and it gives the same bytes anywhere."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from tests.conftest import ROOT, copy_project

pytestmark = pytest.mark.slow

PAGES = ["index.html", "evidence.html", "methods.html", "theme-summary.md", "findings.xlsx", "metrics.json"]
BULLETS = {
    "redcar-cleveland-and-middlesbrough-2022-inspection-report": 98,
    "north-tyneside-and-northumberland-2025-inspection-report": 68,
}


def call(folder: Path, *command: str) -> str:
    """Run a command of this Python's environment in ``folder`` and return what it printed."""
    scripts = str(Path(sys.executable).parent)
    env = {**os.environ, "PATH": os.pathsep.join([scripts, os.environ["PATH"]]), "PYTHONPATH": ""}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file under ``folder``."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def sources(stages: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Hash of every dependency that no stage writes, by stage and path."""
    written = ("data/processed", "data/interim", "models", "reports")
    return {
        (name, dep["path"]): dep["md5"]
        for name, stage in stages.items()
        for dep in stage["deps"]
        if not dep["path"].startswith(written)
    }


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """A git clone in which ``dvc repro`` has run."""
    folder = copy_project(tmp_path_factory.mktemp("origin") / "project")
    call(folder, "git", "init", "-q")
    call(folder, "git", "add", "-A")
    call(folder, "git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "all")
    fresh = tmp_path_factory.mktemp("clone") / "project"
    call(folder, "git", "clone", "-q", ".", str(fresh))
    call(fresh, "dvc", "repro")
    return fresh


@pytest.fixture(scope="module")
def download(tmp_path_factory, clone) -> Path:
    """A download without git history in which ``dvc repro`` has run."""
    folder = copy_project(tmp_path_factory.mktemp("zip") / "elsewhere" / "project")
    call(folder, "dvc", "config", "--local", "core.no_scm", "true")
    (folder / ".cache").mkdir()
    for name in ("vectors", "read"):  # tests of their own show that these are the same anywhere
        shutil.copy(clone / f".cache/{name}.sqlite", folder / ".cache")
    for name in ("encoder", "reader"):
        shutil.copytree(clone / ".cache" / name, folder / ".cache" / name)
    call(folder, "dvc", "repro")
    return folder


def test_clone_has_every_page(clone):
    assert all((clone / "reports" / name).stat().st_size for name in PAGES)
    assert list((clone / "reports" / "themes").glob("*.html"))
    assert list((clone / "reports" / "pdus").glob("*.html"))


def test_second_run_skips_every_stage(clone):
    printed = call(clone, "dvc", "repro")
    assert "Running stage" not in printed
    assert "up to date" in printed


def test_what_was_learnt_is_what_git_keeps(clone):
    """The shipped models fit the shipped teaching, so that nothing was learnt anew."""
    assert call(clone, "git", "status", "--porcelain", "models") == ""


def test_lock_knows_the_code_and_the_documents_as_they_are(clone):
    """What was made may differ in a last digit between processors; what it was made from may not."""
    committed = yaml.safe_load((ROOT / "dvc.lock").read_text(encoding="utf-8"))["stages"]
    now = yaml.safe_load((clone / "dvc.lock").read_text(encoding="utf-8"))["stages"]
    assert sources(committed) == sources(now)


def test_two_folders_give_the_same_bytes(clone, download):
    ours, theirs = digests(clone / "data/processed"), digests(download / "data/processed")
    assert ours == theirs
    assert digests(clone / "reports") == digests(download / "reports")


def test_changed_template_reruns_report_alone(download):
    template = next((download / "pipeline/report/templates").glob("*.j2"))
    template.write_text(template.read_text(encoding="utf-8") + "{# changed #}\n", encoding="utf-8")
    status = call(download, "dvc", "status")
    assert [
        line for line in status.splitlines() if line.endswith(":") and not line.startswith((" ", "\t"))
    ] == ["report:"]


@pytest.mark.parametrize(("document", "expected"), BULLETS.items())
def test_every_bullet_is_a_finding_once(clone, document, expected):
    findings = pd.read_parquet(clone / "data/processed/findings.parquet")
    bullets = findings[(findings["document_id"] == document) & (findings["kind"] == "bullet")]
    assert len(bullets) == expected
    assert bullets["text"].is_unique or bullets["char_start"].is_unique


def test_text_at_the_offsets_is_the_finding(clone):
    findings = pd.read_parquet(clone / "data/processed/findings.parquet")
    texts = {
        name: (clone / f"data/processed/texts/{name}.txt").read_text(encoding="utf-8")
        for name in findings["document_id"].unique()
    }
    for row in findings.itertuples():
        assert texts[row.document_id][row.char_start : row.char_end] == row.text
