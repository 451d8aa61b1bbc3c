"""The rules of ``figure_rules.yaml``, read and turned into spaCy token patterns."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import patterns
from pipeline.errors import PipelineError
from pipeline.figures.numbers import FRACTIONS, JOINED, NUMBERS
from pipeline.language import Matcher, nlp

PATH = Path("data/reference/figure_rules.yaml")
TABLES = ("approximators", "patterns", "counted", "not_shares", "senses")
GIVES = {"percent", "ratio", "inverted", "none", "all", "all_but", "fraction"}
SAYS = ("neutral", "population", "not_done", "event")
_DET = ["the", "these", "those", "our", "its", "their"]
_DIGITS = r"^\d{1,3}(?:,\d{3})+$|^\d+(?:\.\d+)?$"
_SLASH = r"^\d{1,3}/\d{1,3}$"
_OPTIONAL = re.compile(r"(?P<word>.+?)(?P<op>\?)?$")
_GAP = re.compile(r" W\{(?P<low>\d+),(?P<high>\d+)\} ")
Token = dict[str, Any]


@dataclass(frozen=True)
class Pattern:
    """How a share is written, and how its numbers become one."""

    name: str
    gives: str
    tokens: str
    example: str
    quote: str
    share: float


@dataclass(frozen=True)
class Context:
    """What a share is not, or what it counts, from the words around it."""

    name: str
    pattern: re.Pattern[str]
    example: str
    says: str = ""
    sense: str = ""


@dataclass(frozen=True)
class FigureRules:
    """All rules on figures; ``approximators`` tells for each phrase on which side the true share lies."""

    approximators: dict[str, str]
    patterns: tuple[Pattern, ...]
    counted: frozenset[str]
    not_shares: tuple[Context, ...]
    senses: tuple[Context, ...]


def _contexts(entries: list[dict[str, Any]], path: Path) -> tuple[Context, ...]:
    found = []
    for entry in entries:
        where = f"{path}: {entry.get('name', 'a rule without a name')}"
        told = patterns.fields(entry, {"says", "sense"}, where)
        if told.get("says", "event") not in SAYS:
            raise PipelineError(where, f"says {told['says']}", f"Use one of {', '.join(SAYS)}")
        found.append(Context(**told, pattern=patterns.compiled(entry, where)))
    return tuple(found)


def _pattern(entry: dict[str, Any], path: Path) -> Pattern:
    where = f"{path}: {entry.get('name', 'a rule without a name')}"
    if set(entry) != {"name", "gives", "tokens", "example", "quote", "share"} or entry["gives"] not in GIVES:
        raise PipelineError(where, "has a key missing or unknown, or gives nothing known", f"gives: {GIVES}")
    return Pattern(**entry)


@cache
def load(path: Path = PATH) -> FigureRules:
    """Read the rules.

    Raises
    ------
    PipelineError: the file is missing, or a rule in it cannot be used.

    """
    data = patterns.read(path, TABLES)
    return FigureRules(
        {phrase: side for side, phrases in data["approximators"].items() for phrase in phrases},
        tuple(_pattern(entry, path) for entry in data["patterns"]),
        frozenset(data["counted"]),
        _contexts(data["not_shares"], path),
        _contexts(data["senses"], path),
    )


def _classes(rules: FigureRules) -> dict[str, Token]:
    """What the words in capitals stand for."""
    numbers = {"REGEX": rf"{_DIGITS}|^(?i:{'|'.join(sorted(NUMBERS, key=len, reverse=True))})$"}
    last = sorted({phrase.split()[-1] for phrase in rules.approximators})
    return {
        "N": {"TEXT": numbers},
        "F": {"LOWER": {"IN": sorted({*FRACTIONS, *JOINED})}},
        "FF": {"LOWER": {"IN": sorted(JOINED)}},
        "DET": {"LOWER": {"IN": _DET}},
        "W": {"TEXT": {"REGEX": r"^[^.;!?]+$"}},
        "COUNTED": {"LOWER": {"IN": sorted(rules.counted)}},
        "APPROX": {"LOWER": {"IN": last}},
        "STOP": {"TEXT": {"REGEX": r"^[,.;:(]$"}},
        "N/N": {"TEXT": {"REGEX": _SLASH}},
    }


def _token(word: str, classes: dict[str, Token]) -> Token:
    match = _OPTIONAL.match(word)
    name, op = (match["word"], match["op"]) if match else (word, None)
    token = dict(classes.get(name) or {"LOWER": {"IN": name.lower().split("/")}})
    return {**token, "OP": op} if op else token


def parts(pattern: Pattern) -> dict[str, list[str]]:
    """Tokens of the pattern by label; one with a gap (W{..}) is matched as a head and a tail.

    A matcher that walks the gap itself takes time exponential in its length.
    """
    gap = _GAP.search(pattern.tokens)
    if gap is None:
        return {pattern.name: pattern.tokens.split()}
    head, tail = pattern.tokens[: gap.start()], pattern.tokens[gap.end() :]
    return {f"{pattern.name}|head": head.split(), f"{pattern.name}|tail": tail.split()}


def gap(pattern: Pattern) -> tuple[int, int] | None:
    """How few and how many words may stand between head and tail; None for a pattern without a gap."""
    found = _GAP.search(pattern.tokens)
    return None if found is None else (int(found["low"]), int(found["high"]))


@cache
def matcher(path: Path = PATH) -> Matcher:
    """The patterns as one spaCy matcher; the labels are those of ``parts``."""
    rules = load(path)
    classes = _classes(rules)
    found = Matcher(nlp().vocab)
    for pattern in rules.patterns:
        for label, words in parts(pattern).items():
            found.add(label, [[_token(word, classes) for word in words]])
    return found
