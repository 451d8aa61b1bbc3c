"""The pinned packages: each can be had by the oldest Python that the project promises to run on."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PINS = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)


def test_pins_admit_the_oldest_python() -> None:
    promised = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "requires-python"
    ]
    oldest = f"{promised.removeprefix('>=')}.0"
    installed = {canonicalize_name(one.name): one.metadata for one in metadata.distributions()}
    needs = {
        name: SpecifierSet(installed[canonicalize_name(name)].get("Requires-Python") or "")
        for name in PINS
        if canonicalize_name(name) in installed
    }
    assert len(needs) > 100
    assert [name for name, need in needs.items() if oldest not in need] == []
