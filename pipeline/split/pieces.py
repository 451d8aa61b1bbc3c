"""The findings of one document, and what was dropped with the reason."""

import re
from collections.abc import Sequence

from pipeline.language import sentences
from pipeline.split import letters
from pipeline.split.judge import PRESUME, STRICT, fault
from pipeline.split.result import SILENT, Result, items, whole
from pipeline.split.rules import Rules, named
from pipeline.split.walk import Block, Place, walk

QUOTED = re.compile(r"^[“\"‘'].{12,}[”\"’']\.?$")
DOUBTFUL = {"context", "front"}  # parts where only what judges is a finding


def _sentences(result: Result, block: Block, place: Place, mode: str, rules: Rules) -> None:
    for span in sentences(block.text):
        reason = fault(block.text[slice(*span)], rules, mode, result.min_words)
        if reason:
            result.drop(block, span, reason)
        else:
            result.add("sentence", block, span, place, summary=place.role == "summary")


def _recommendation(result: Result, block: Block, place: Place, rules: Rules) -> None:
    if block.kind == "item":
        for span in items(block.text):
            said = named(rules.addressees[2:], block.text[slice(*span)])
            result.add("recommendation", block, span, place, addressee=place.addressee or said)
        return
    for span in sentences(block.text):
        text = block.text[slice(*span)]
        if (who := named(rules.addressees[2:], text)) and not fault(text, rules, PRESUME, result.min_words):
            result.add("recommendation", block, span, place, addressee=who)
        else:
            result.drop(block, span, "recommendation_intro")


def _quote(result: Result, block: Block, place: Place) -> None:
    owners = [i for i, piece in enumerate(result.pieces) if piece.kind == "bullet"]
    same = owners and result.pieces[owners[-1]].place.section == place.section
    result.add("quote", block, whole(block), place, owner=owners[-1] if same else None)


def _item(result: Result, block: Block, place: Place, rules: Rules, *, always: bool) -> None:
    for span in items(block.text):
        text = block.text[slice(*span)]
        mode = STRICT if place.role in DOUBTFUL else PRESUME
        reason = None if always else fault(text, rules, mode, result.min_words)
        if reason:
            result.drop(block, span, reason)
        else:
            result.add("bullet", block, span, place, summary=place.role == "summary")


def _report_block(result: Result, block: Block, place: Place, rules: Rules) -> None:
    """A block of a report, or of a document of no known kind."""
    quote = block.kind == "quote" or (block.kind == "paragraph" and QUOTED.match(block.text))
    if place.role in {"skip", "end"}:
        result.drop(block, whole(block), place.reason)
    elif place.role == "recommendations":
        _recommendation(result, block, place, rules)
    elif quote and place.role == "body":
        _quote(result, block, place)
    elif block.kind == "item":
        _item(result, block, place, rules, always=place.heading is not None or place.standard is not None)
    else:
        mode = STRICT if place.role in DOUBTFUL else PRESUME
        _sentences(result, block, place, mode, rules)


def read(kind: str, blocks: Sequence[Block], rules: Rules, min_words: int) -> Result:
    """Findings of one document of ``kind``, and what was dropped."""
    result = Result(min_words=min_words)
    if kind == "response_letter":
        letters.read(result, walk(kind, blocks, rules), rules)
        return result
    for block, place, heading in walk(kind, blocks, rules):
        if heading:
            result.drop(block, whole(block), "heading")
        elif block.kind in SILENT:
            result.drop(block, whole(block), SILENT[block.kind])
        elif kind == "press_release":
            _press_block(result, block, place, rules)
        else:
            _report_block(result, block, place, rules)
    return result


def _press_block(result: Result, block: Block, place: Place, rules: Rules) -> None:
    if place.role in {"skip", "end"}:
        result.drop(block, whole(block), place.reason)
    elif block.kind == "item":
        _item(result, block, place, rules, always=False)
    else:
        _sentences(result, block, place, PRESUME, rules)
