"""Fixtures that several folders of tests share."""

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline import kept

ROOT = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The file that takes longest comes first, so that two workers end at nearly the same time."""
    items.sort(key=lambda item: item.path.name != "test_end_to_end.py")


def project_files(root: Path = ROOT) -> list[Path]:
    """Files of the project as a clone would hold them: tracked ones and new ones that git does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root, capture_output=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        kept = (p for p in root.rglob("*") if p.is_file() and not {".venv", ".cache", ".git"} & set(p.parts))
        return [p.relative_to(root) for p in kept if "__pycache__" not in p.parts]
    names = listed.stdout.decode().split("\0")
    return [Path(name) for name in names if name and (root / name).is_file()]


def copy_project(target: Path) -> Path:
    """Copy the project as a download without git history would hold it."""
    for name in project_files():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)
    return target


@pytest.fixture(autouse=True)
def nothing_kept(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of earlier runs lies outside the project, and each test begins with nothing."""
    monkeypatch.setattr(kept, "CACHE", tmp_path_factory.mktemp("kept"))


@pytest.fixture
def project_root() -> Path:
    """Top folder of the project."""
    return ROOT
