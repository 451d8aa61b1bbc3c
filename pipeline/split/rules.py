"""The rules of ``finding_rules.yaml``, read and checked."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import PipelineError

PATH = Path("data/reference/finding_rules.yaml")
TABLES = (
    "headings",
    "parts",
    "crosscutting",
    "addressees",
    "not_findings",
    "judgements",
    "letters",
    "actors",
)
SAYS = {"strength", "improvement", "finding", "context", "action", "positive", "is_action"}
ROLES = {"summary", "recommendations", "skip", "end"}
_KEYS = {"name", "pattern", "example", "says", "role", "reason", "weak"}


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
    addressees: tuple[Rule, ...]
    not_findings: tuple[Rule, ...]
    judgements: tuple[Rule, ...]
    letters: tuple[Rule, ...]
    actors: tuple[Rule, ...]


def _rule(table: str, entry: dict[str, Any], path: Path) -> Rule:
    where = f"{path}: {table}: {entry.get('name', 'a rule without a name')}"
    unknown = set(entry) - _KEYS
    if unknown or not {"name", "pattern", "example"} <= set(entry):
        raise PipelineError(where, f"has the keys {sorted(entry)}", "Give name, pattern and example")
    if entry.get("says", "finding") not in SAYS or entry.get("role", "skip") not in ROLES:
        raise PipelineError(where, "says or role is none of the known ones", f"Use {sorted(SAYS | ROLES)}")
    try:
        pattern = re.compile(str(entry["pattern"]), re.IGNORECASE)
    except re.error as error:
        raise PipelineError(where, f"pattern is no regular expression ({error})", "Mend it") from None
    return Rule(**{**entry, "pattern": pattern})


@cache
def load(path: Path = PATH) -> Rules:
    """Read the rules.

    Raises
    ------
    PipelineError: the file is missing, or a rule in it cannot be used.

    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PipelineError(path, "does not exist", "Restore it from the project") from None
    except yaml.YAMLError as error:
        raise PipelineError(path, f"is no valid YAML ({error})", "Mend the line it names") from None
    if not isinstance(data, dict) or set(data) != set(TABLES):
        raise PipelineError(path, "does not have the tables expected", f"Give {', '.join(TABLES)}")
    return Rules(**{table: tuple(_rule(table, entry, path) for entry in data[table]) for table in TABLES})


def full(rules: tuple[Rule, ...], text: str) -> Rule | None:
    """First rule that matches the whole of ``text``."""
    return next((rule for rule in rules if rule.pattern.fullmatch(text)), None)


def first(rules: tuple[Rule, ...], text: str) -> Rule | None:
    """First rule that matches somewhere in ``text``."""
    return next((rule for rule in rules if rule.pattern.search(text)), None)


def named(rules: tuple[Rule, ...], text: str) -> str | None:
    """What the first matching rule calls ``who`` in ``text``."""
    for rule in rules:
        if match := rule.pattern.search(text):
            return match["who"].strip()
    return None
