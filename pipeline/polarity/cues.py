"""What the rules find in a clause, in numbers: good and bad words, turned round, limited or asked for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline import language
from pipeline.language import Doc
from pipeline.polarity.rules import Book, Hit

SCOPE = 5  # tokens that a negation reaches
OPENING = 2  # tokens in which a clause says that it concedes or turns
VALENCE = ("praise", "blame")
SHADES = ("plain", "turned", "limited", "asked")
CELLS = (
    *(f"{kind} {shade}" for kind in VALENCE for shade in SHADES),
    "negation of nothing",
    "bad thing falls",
    "bad thing rises",
    "bad thing denied",
    "net",
    "balance",
    "concedes",
    "turns",
)
_BREAK = re.compile(r"[,;:.()–—]")


@dataclass(frozen=True)
class Seen:
    """Hits of a clause with what stands around them."""

    hits: Sequence[Hit]
    kinds: Sequence[str]
    turned: Sequence[bool]
    idle: int  # negations that turn nothing


def width(book: Book) -> int:
    """Columns of ``count``: each rule plain, each rule turned round, the cells."""
    return 2 * len(book.names) + len(CELLS)


def columns(book: Book) -> list[str]:
    """What each column of ``count`` counts."""
    return [*book.names, *(f"{name}, turned round" for name in book.names), *CELLS]


def count(texts: Iterable[str], book: Book) -> NDArray[np.float32]:
    """Counts (n, width) for ``texts``, each a clause."""
    tokenize = language.nlp().make_doc
    return np.array([_of_clause(tokenize(text), book) for text in texts], dtype=np.float32).reshape(
        -1, width(book)
    )


def _of_clause(doc: Doc, book: Book) -> NDArray[np.float32]:
    seen = look(doc, book)
    row = np.zeros(width(book), dtype=np.float32)
    for hit, turned in zip(seen.hits, seen.turned, strict=True):
        row[hit.rule + turned * len(book.names)] += 1
    row[2 * len(book.names) :] = cells(doc, seen, book)
    return row


def look(doc: Doc, book: Book) -> Seen:
    """Hits of a clause, and which of the good, bad and unwelcome things among them a negation turns."""
    hits = book.hits(doc)
    kinds = [book.kinds[hit.rule] for hit in hits]
    negators = [hit for hit, kind in zip(hits, kinds, strict=True) if kind == "negation"]
    turned, used = [], set()
    for hit, kind in zip(hits, kinds, strict=True):
        near = [one for one in negators if kind in (*VALENCE, "bad_thing") and _reaches(doc, one, hit)]
        used.update(near)
        turned.append(len(near) % 2 == 1)
    return Seen(hits, kinds, turned, len(set(negators) - used))


def _reaches(doc: Doc, negator: Hit, hit: Hit) -> bool:
    if not negator.end <= hit.start <= negator.end + SCOPE:
        return False
    return not any(_BREAK.fullmatch(doc[at].text) for at in range(negator.end, hit.start))


def cells(doc: Doc, seen: Seen, book: Book) -> NDArray[np.float32]:
    """The sums over rules, in the order of ``CELLS``."""
    found = dict.fromkeys(CELLS, 0.0)
    roles = {book.roles[hit.rule] for hit in seen.hits}
    for hit, kind, turned in zip(seen.hits, seen.kinds, seen.turned, strict=True):
        if kind in VALENCE:
            found[f"{kind} {_shade(hit, turned, seen)}"] += 1
        if kind == "bad_thing":
            found["bad thing denied"] += turned
            found["bad thing falls"] += "falls" in roles
            found["bad thing rises"] += "rises" in roles
    found["negation of nothing"] = seen.idle
    found["net"] = _net(found)
    found["balance"] = float(np.sign(found["net"]))
    opening = {book.roles[hit.rule] for hit in seen.hits if hit.start <= OPENING}
    found["concedes"] = float("concedes" in opening)
    found["turns"] = float("turns" in opening)
    return np.array([found[name] for name in CELLS], dtype=np.float32)


def _shade(hit: Hit, turned: bool, seen: Seen) -> str:
    if turned:
        return "turned"
    before = {kind for one, kind in zip(seen.hits, seen.kinds, strict=True) if one.end <= hit.start}
    return "asked" if "requirement" in before else "limited" if "limitation" in before else "plain"


def _net(found: dict[str, float]) -> float:
    good = found["praise plain"] + found["blame turned"] + found["bad thing denied"]
    bad = found["blame plain"] + found["praise turned"] + found["blame limited"] + found["blame asked"]
    change = 2 * found["bad thing falls"] - found["bad thing rises"]
    return good - bad + change - found["praise asked"] - 0.5 * found["praise limited"]
