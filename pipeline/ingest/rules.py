"""The patterns of ``rules.yaml``, compiled once."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).with_name("rules.yaml")


@dataclass(frozen=True)
class Rule:
    """One pattern with its name, and the level of the headings that it describes."""

    name: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    level: int = 0
    reason: str = ""


@cache
def _content() -> dict[str, Any]:
    return yaml.safe_load(RULES.read_text(encoding="utf-8"))


@cache
def rules(section: str) -> tuple[Rule, ...]:
    """Rules of a section of ``rules.yaml``, in its order."""
    return tuple(
        Rule(
            row["name"],
            re.compile(row["pattern"], re.IGNORECASE | re.DOTALL),
            tuple(row["examples"]),
            row.get("level", 0),
            row.get("reason", ""),
        )
        for row in _content()[section]
    )


@cache
def words(section: str) -> frozenset[str]:
    """Words of a section of ``rules.yaml``."""
    return frozenset(_content()[section].split())


def match(section: str, text: str) -> Rule | None:
    """First rule of ``section`` that describes the whole of ``text``."""
    return next((rule for rule in rules(section) if rule.pattern.fullmatch(text.strip())), None)
