"""The rules of ``figure_rules.yaml``, read and turned into spaCy token patterns."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from spacy.matcher import Matcher

from pipeline.errors import PipelineError
from pipeline.language import nlp
from pipeline.split.figures.numbers import FRACTIONS, JOINED, NUMBERS

PATH = Path("data/reference/figure_rules.yaml")
GIVES = {"percent", "ratio", "inverted", "none", "all", "fraction"}
SAYS = ("neutral", "population", "not_done", "event")
_DET = ["the", "these", "those", "our", "its", "their"]
_DIGITS = r"^\d{1,3}(?:,\d{3})+$|^\d+(?:\.\d+)?$"
_SLASH = r"^\d{1,3}/\d{1,3}$"
_REPEAT = re.compile(r"(?P<word>.+?)(?P<op>\?|\{\d+,\d+\})?$")
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


def _context(entry: dict[str, Any]) -> Context:
    pattern = entry["pattern"].replace("FIGURE", "«[^»]*»")
    return Context(**{**entry, "pattern": re.compile(pattern, re.IGNORECASE)})


@cache
def load(path: Path = PATH) -> FigureRules:
    """Read the rules.

    Raises
    ------
    PipelineError: the file is missing, or a rule in it cannot be used.

    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return FigureRules(
            {phrase: side for side, phrases in data["approximators"].items() for phrase in phrases},
            tuple(Pattern(**entry) for entry in data["patterns"]),
            frozenset(data["counted"]),
            tuple(_context(entry) for entry in data["not_shares"]),
            tuple(_context(entry) for entry in data["senses"]),
        )
    except FileNotFoundError:
        raise PipelineError(path, "does not exist", "Restore it from the project") from None
    except (yaml.YAMLError, KeyError, TypeError, re.error) as error:
        raise PipelineError(path, f"holds a rule that cannot be used ({error})", "Mend that rule") from None


def _classes(rules: FigureRules) -> dict[str, Token]:
    """What the words in capitals stand for."""
    numbers = {"REGEX": rf"{_DIGITS}|^(?i:{'|'.join(sorted(NUMBERS, key=len, reverse=True))})$"}
    last = sorted({phrase.split()[-1] for phrase in rules.approximators})
    return {
        "N": {"TEXT": numbers},
        "F": {"LOWER": {"IN": sorted({*FRACTIONS, *JOINED})}},
        "FF": {"LOWER": {"IN": sorted(JOINED)}},
        "DET": {"LOWER": {"IN": _DET}},
        "W": {"IS_SENT_START": False, "TEXT": {"REGEX": r"^[^.;!?]+$"}},
        "COUNTED": {"LOWER": {"IN": sorted(rules.counted)}},
        "APPROX": {"LOWER": {"IN": last}},
        "STOP": {"TEXT": {"REGEX": r"^[,.;:(]$"}},
        "N/N": {"TEXT": {"REGEX": _SLASH}},
    }


def _token(word: str, classes: dict[str, Token]) -> Token:
    match = _REPEAT.match(word)
    name, op = (match["word"], match["op"]) if match else (word, None)
    token = dict(classes.get(name) or {"LOWER": {"IN": name.lower().split("/")}})
    return {**token, "OP": op} if op else token


@cache
def matcher(path: Path = PATH) -> Matcher:
    """The patterns as one spaCy matcher; a match's label is the pattern's name."""
    rules = load(path)
    classes = _classes(rules)
    found = Matcher(nlp().vocab)
    for pattern in rules.patterns:
        if pattern.gives not in GIVES:
            raise PipelineError(
                f"{path}: {pattern.name}", "gives nothing known", f"Use one of {sorted(GIVES)}"
            )
        found.add(pattern.name, [[_token(word, classes) for word in pattern.tokens.split()]])
    return found
