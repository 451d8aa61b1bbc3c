"""The rules of ``finding_rules.yaml``, read and checked."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import patterns
from pipeline.errors import PipelineError

PATH = Path("data/reference/finding_rules.yaml")
TABLES = (
    "headings",
    "parts",
    "crosscutting",
    "within_standard",
    "addressees",
    "not_findings",
    "judgements",
    "letters",
    "actors",
)
WHOLE = TABLES[:4]  # tables whose patterns must match a whole heading
SAYS = {"strength", "improvement", "finding", "context", "aside", "action", "positive", "is_action"}
ROLES = {"summary", "recommendations", "skip", "end"}


@dataclass(frozen=True)
class Rule:
    """One pattern with what follows from it; ``says``, ``role`` and ``reason`` may be empty."""

    name: str
    pattern: re.Pattern[str]
    example: str
    says: str = ""
    role: str = ""
    reason: str = ""
    weak: bool = False


@dataclass(frozen=True)
class Rules:
    """The tables of rules, each in the order of the file."""

    headings: tuple[Rule, ...]
    parts: tuple[Rule, ...]
    crosscutting: tuple[Rule, ...]
    within_standard: tuple[Rule, ...]
    addressees: tuple[Rule, ...]
    not_findings: tuple[Rule, ...]
    judgements: tuple[Rule, ...]
    letters: tuple[Rule, ...]
    actors: tuple[Rule, ...]


def _rule(table: str, entry: dict[str, Any], path: Path) -> Rule:
    where = f"{path}: {table}: {entry.get('name', 'a rule without a name')}"
    told = patterns.fields(entry, {"says", "role", "reason", "weak"}, where)
    if told.get("says", "finding") not in SAYS or told.get("role", "skip") not in ROLES:
        raise PipelineError(where, "says or role is none of the known ones", f"Use {sorted(SAYS | ROLES)}")
    return Rule(**told, pattern=patterns.compiled(entry, where))


@cache
def load(path: Path = PATH) -> Rules:
    """Read the rules.

    Raises
    ------
    PipelineError: the file is missing, or a rule in it cannot be used.

    """
    data = patterns.read(path, TABLES)
    return Rules(**{table: tuple(_rule(table, entry, path) for entry in data[table]) for table in TABLES})


_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w|\s|$)")


def plain(text: str) -> str:
    """``text`` with one kind of apostrophe, the one that the rules are written with; same length."""
    return _APOSTROPHE.sub("’", text)


def full(rules: tuple[Rule, ...], text: str) -> Rule | None:
    """First rule that matches the whole of ``text``."""
    return next((rule for rule in rules if rule.pattern.fullmatch(plain(text))), None)


def first(rules: tuple[Rule, ...], text: str) -> Rule | None:
    """First rule that matches somewhere in ``text``."""
    return next((rule for rule in rules if rule.pattern.search(plain(text))), None)


def named(rules: tuple[Rule, ...], text: str) -> str | None:
    """What the first matching rule calls ``who`` in ``text``."""
    for rule in rules:
        if match := rule.pattern.search(text):
            return match["who"].strip()
    return None
