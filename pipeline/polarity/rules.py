"""The rules that analysts keep in ``polarity_rules.yaml``, and where they are found in a text.

Plain phrases go into one spaCy ``PhraseMatcher``, whose cost does not grow with their number; patterns
with numbers or gaps go into a ``Matcher``. Both see the tokens of the project's blank English tokenizer.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from pipeline import files, language
from pipeline.errors import PipelineError
from pipeline.language import Doc, Matcher, PhraseMatcher

PATH = Path("data/reference/polarity_rules.yaml")
Role = Literal["falls", "rises", "concedes", "turns"]
KINDS = ("praise", "blame", "negation", "requirement", "limitation", "extent", "bad_thing", "turn")
_GAP = re.compile(r"W\{(\d+),(\d+)\}")


class Rule(BaseModel):
    """One rule: what its patterns mean, and a sentence in which it is found.

    ``role`` is what the rule does to others in its clause, whatever it is called.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    patterns: tuple[str, ...] = Field(min_length=1)
    example: str = Field(min_length=1)
    role: Role | None = None


class _Book(RootModel[dict[str, tuple[Rule, ...]]]):
    pass


@dataclass(frozen=True)
class Hit:
    """A rule found in a text: its place in ``Book.names`` and the tokens ``start`` to ``end``."""

    rule: int
    start: int
    end: int


@dataclass(frozen=True)
class Book:
    """All rules, ready to be looked for.

    Parameters
    ----------
    names: ``kind: name`` of each rule, in the order of the file.
    kinds: kind of each rule.
    roles: role of each rule; most have none.

    """

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    roles: tuple[Role | None, ...]
    phrases: PhraseMatcher
    patterns: Matcher

    def hits(self, doc: Doc) -> list[Hit]:
        """Rules found in ``doc``; of two that overlap the longer, of two alike both; in order of place."""
        found = itertools.chain(self.phrases(doc), self.patterns(doc))
        return list(_longest({Hit(_place(doc, key), start, end) for key, start, end in found}))


def load(path: Path = PATH) -> dict[str, tuple[Rule, ...]]:
    """Rules by kind.

    Raises
    ------
    PipelineError: the file is missing, is no YAML, or holds a kind or key that is not known.

    """
    try:
        book = _Book.model_validate(files.read_yaml(path)).root
    except ValidationError as error:
        raise files.fault(path, error) from None
    _check(path, book)
    return book


@cache
def book(path: Path = PATH) -> Book:
    """The rules of a file, compiled once.

    Raises
    ------
    PipelineError: as ``load``.

    """
    rules = [(kind, rule) for kind, of_kind in load(path).items() for rule in of_kind]
    vocab, tokenize = language.nlp().vocab, language.nlp().make_doc
    phrases, patterns = PhraseMatcher(vocab, attr="NORM"), Matcher(vocab)
    for place, (_, rule) in enumerate(rules):
        plain = [text for pattern in rule.patterns for text in _spelt_out(pattern)]
        if plain:
            phrases.add(str(place), [tokenize(text) for text in plain])
        if gapped := [_tokens(pattern) for pattern in rule.patterns if _is_gapped(pattern)]:
            patterns.add(str(place), gapped)
    names = tuple(f"{kind}: {rule.name}" for kind, rule in rules)
    roles = tuple(rule.role for _, rule in rules)
    return Book(names, tuple(kind for kind, _ in rules), roles, phrases, patterns)


def _check(path: Path, book: dict[str, tuple[Rule, ...]]) -> None:
    for kind, of_kind in book.items():
        if kind not in KINDS:
            raise PipelineError(path, f"{kind} is no kind of rule", f"Use one of {', '.join(KINDS)}")
        names = [rule.name for rule in of_kind]
        for name in names:
            if names.count(name) > 1:
                raise PipelineError(path, f"{kind}: {name} stands there twice", "Rename one of them")


def _place(doc: Doc, key: int) -> int:
    return int(doc.vocab.strings[key])


def _longest(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Hits that no longer hit, or earlier one of the same length, overlaps; in order of place."""
    kept: dict[tuple[int, int], list[Hit]] = {}
    taken: dict[int, tuple[int, int]] = {}
    for hit in sorted(hits, key=lambda one: (one.start - one.end, one.start, one.rule)):
        span = (hit.start, hit.end)
        if all(taken.get(token, span) == span for token in range(*span)):
            taken.update(dict.fromkeys(range(*span), span))
            kept.setdefault(span, []).append(hit)
    return (hit for span in sorted(kept) for hit in kept[span])


def _is_gapped(pattern: str) -> bool:
    return any(word == "N" or _GAP.fullmatch(word) for word in pattern.split())


def _spelt_out(pattern: str) -> list[str]:
    """Every phrase that a pattern without numbers and gaps stands for."""
    if _is_gapped(pattern):
        return []
    choices = [_choices(word) for word in pattern.split()]
    return [" ".join(word for word in words if word) for words in itertools.product(*choices)]


def _choices(word: str) -> list[str]:
    return [*word.removesuffix("?").split("/"), *([""] if word.endswith("?") else [])]


def _tokens(pattern: str) -> list[dict[str, Any]]:
    return [token for word in pattern.split() for token in _token(word)]


def _token(word: str) -> list[dict[str, Any]]:
    if gap := _GAP.fullmatch(word):
        low, high = int(gap[1]), int(gap[2])
        free = {"IS_PUNCT": False}
        return [free] * low + [{**free, "OP": "?"}] * (high - low)
    if word == "N":
        return [{"LIKE_NUM": True}]
    alike = {"NORM": {"IN": word.removesuffix("?").split("/")}}
    return [{**alike, "OP": "?"}] if word.endswith("?") else [alike]
