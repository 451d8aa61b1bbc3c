"""Response letters: the actions they announce, alone or in a table, and the positives they note."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.language import sentences
from pipeline.split.judge import PRESUME, STRICT, fault
from pipeline.split.result import SILENT, Result, Span, items, whole
from pipeline.split.rules import Rules, first, named
from pipeline.split.walk import Block, Place

CELL = re.compile(r"[^|]+")
ACTION_CELL = re.compile(r"\b(?:actions?|response)\b", re.IGNORECASE)
OWNER_CELL = re.compile(r"\b(?:owner|responsib\w+|lead|accountable|who)\b", re.IGNORECASE)


@dataclass
class Told:
    """What the letter has said so far of what follows: ``says`` is action, positive or nothing."""

    rules: Rules
    says: str = ""
    header: list[str] = field(default_factory=list)


def read(result: Result, blocks: Iterator[tuple[Block, Place, bool]], rules: Rules) -> None:
    """Put the actions and noted positives of a letter into ``result``; courtesies are dropped."""
    told = Told(rules)
    for block, place, heading in blocks:
        opening = first(rules.letters[:-1], block.text) if heading or block.kind == "paragraph" else None
        told.says = opening.says if opening else told.says
        if heading:
            result.drop(block, whole(block), "heading")
        elif block.kind == "row":
            _row(result, block, place, told)
        elif block.kind in SILENT:
            result.drop(block, whole(block), SILENT[block.kind])
        elif block.kind in {"item", "quote"}:
            for span in items(block.text):
                _item(result, block, span, (place, told))
        else:
            _paragraph(result, block, place, told)


def _is_action(text: str, told: Told) -> bool:
    return told.rules.letters[-1].pattern.search(text) is not None


def _item(result: Result, block: Block, span: Span, where: tuple[Place, Told]) -> None:
    place, told = where
    text = block.text[slice(*span)]
    if told.says == "action" or (not told.says and _is_action(text, told)):
        result.add("action", block, span, place, addressee=named(told.rules.actors, text))
    elif told.says == "positive" or not fault(text, told.rules, STRICT, result.min_words):
        result.add("bullet", block, span, place)
    else:
        result.drop(block, span, "greeting")


def _paragraph(result: Result, block: Block, place: Place, told: Told) -> None:
    for span in sentences(block.text):
        text = block.text[slice(*span)]
        action = told.says == "action" and _is_action(text, told) and not text.startswith("I ")
        reason = fault(text, told.rules, PRESUME if action else STRICT, result.min_words)
        if reason or text.endswith(":"):
            result.drop(block, span, reason or "intro")
        elif action:
            result.add("action", block, span, place, addressee=named(told.rules.actors, text))
        elif told.says == "positive":
            result.add("sentence", block, span, place)
        else:
            result.drop(block, span, "greeting")


def _cells(text: str) -> list[Span]:
    found = []
    for match in CELL.finditer(text):
        cell = match.group()
        start = match.start() + len(cell) - len(cell.lstrip())
        found.append((start, start + len(cell.strip())))
    return found


def _row(result: Result, block: Block, place: Place, told: Told) -> None:
    """A row of an action plan: under 'Action' stands the action, under 'Owner' who answers for it."""
    spans = _cells(block.text)
    words = [block.text[slice(*span)] for span in spans]
    at = next((i for i, name in enumerate(told.header) if ACTION_CELL.search(name)), None)
    if at is None or len(words) != len(told.header):
        told.header = words if any(ACTION_CELL.search(word) for word in words) else told.header
        result.drop(block, whole(block), "table")
        return
    owner = next((i for i, name in enumerate(told.header) if i != at and OWNER_CELL.search(name)), None)
    for i, span in enumerate(spans):
        if i == at and len(words[i].split()) >= result.min_words:
            who = named(told.rules.actors, words[i]) if owner is None else words[owner]
            result.add("action", block, span, place, addressee=who)
        elif span[0] < span[1]:
            result.drop(block, span, "table")
