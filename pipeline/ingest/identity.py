"""Names of documents, and which documents repeat another."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath

from pipeline.text import digest, slug

_ALIKE = 0.85
_PART = 0.95


def document_ids(paths: Sequence[str]) -> dict[str, str]:
    """Readable key of each file (path relative to the folder of documents): its name.

    A file keeps its key when others are added, unless one of them has the same name but for its ending and
    stands before it in the alphabet.
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(paths):
        file = PurePosixPath(path)
        plain = slug(str(file.with_suffix(""))) or f"document-{digest(path, length=8)}"
        names = [plain, f"{plain}-{slug(file.suffix)}", f"{plain}-{digest(path, length=8)}"]
        ids[path] = next(name for name in names if name not in taken)
        taken.add(ids[path])
    return ids


def sentences(text: str) -> frozenset[str]:
    """Folded sentences of some length: what two versions of one document share."""
    parts = re.split(r"(?<=[.!?;:])\s+|\n+", text.lower())
    keys = (re.sub(r"[^a-z0-9]+", " ", part).strip() for part in parts)
    return frozenset(key for key in keys if len(key) >= 25)


def likeness(one: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
    """Share of all sentences that both have, and share of the smaller document's that the larger has too."""
    both = len(one & other)
    if not both:
        return 0.0, 0.0
    return both / len(one | other), both / min(len(one), len(other))


def repeats(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two documents are one: the same text, or a version with small changes."""
    jaccard, contained = likeness(one, other)
    larger, smaller = max(len(one), len(other)), min(len(one), len(other))
    return jaccard >= _ALIKE or (contained >= _PART and smaller >= 0.7 * larger)


def candidates(records: list[dict[str, object]]) -> set[str]:
    """Keys of the documents that may be versions of another: those of which kind and place come twice."""
    read = [row for row in records if row["status"] == "read"]
    counts = Counter(_place(row) for row in read)
    return {str(row["document_id"]) for row in read if counts[_place(row)] > 1}


def _place(row: dict[str, object]) -> tuple[object, ...]:
    return row["kind"], row["pdu"], row["region"]


def mark_repeats(
    records: list[dict[str, object]], texts: dict[str, frozenset[str]]
) -> list[dict[str, object]]:
    """Rows of documents, each repeat of another set aside with the name of what it repeats.

    ``texts`` are the sentences of the ``candidates``.

    Of two versions of one document the one published later stays; else the longer; else the first by name.
    Documents of different places are never versions of one another.
    """
    none: frozenset[str] = frozenset()
    said = {str(row["document_id"]): texts.get(str(row["document_id"]), none) for row in records}
    order = sorted(
        (row for row in records if row["status"] == "read"),
        key=lambda row: (_newness(row), -len(said[str(row["document_id"])]), str(row["document_id"])),
    )
    kept: list[dict[str, object]] = []
    changed: dict[object, dict[str, object]] = {}
    for row in order:
        mine = said[str(row["document_id"])]
        first = next(
            (other for other in kept if _same(row, other, mine, said[str(other["document_id"])])), None
        )
        if first is None:
            kept.append(row)
            continue
        changed[row["document_id"]] = {
            **row,
            "status": "quarantined",
            "duplicate_of": first["document_id"],
            "reason": _reason(row, first, mine == said[str(first["document_id"])]),
        }
    return [changed.get(row["document_id"], row) for row in records]


def _newness(row: dict[str, object]) -> int:
    published = row["published"]
    return -published.toordinal() if isinstance(published, date) else 0


def _same(
    row: dict[str, object], other: dict[str, object], mine: frozenset[str], theirs: frozenset[str]
) -> bool:
    if row["sha256"] == other["sha256"]:
        return True
    return _place(row) == _place(other) and repeats(mine, theirs)


def _reason(row: dict[str, object], first: dict[str, object], equal: bool) -> str:
    if row["sha256"] == first["sha256"]:
        return f"it is the same file as {first['path']}"
    return f"it {'has the same text as' if equal else 'is another version of'} {first['path']}"
