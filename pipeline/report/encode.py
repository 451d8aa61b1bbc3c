"""Findings as compact data for the evidence page: every column as a dictionary and numbers, texts apart."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice, product
from typing import Any

from pipeline.report import words
from pipeline.report.corpus import Corpus, place_slug
from pipeline.report.frames import tuples
from pipeline.report.safe import script_json

KINDS = list(words.KIND)
SIDES = list(words.POLARITY)
SOURCES = list(words.SOURCE)
MANY = 10_000  # rows from which a column is packed; fewer are short as runs, and can be read
DIGITS = "".join(chr(n) for n in range(33, 127) if chr(n) not in "\"&'<>\\")  # nothing escapes them


def column(values: Iterable[Any]) -> dict[str, Any]:
    """A column as its distinct values and the numbers of them, row by row, in the shorter of two forms.

    ``runs`` is code, length, code, length ...; where there are many rows and little repeats, ``packed``
    gives each row's code with ``width`` of the ``digits``.
    """
    codes: dict[Any, int] = {}
    numbers = [codes.setdefault(value, len(codes)) for value in values]
    runs = [part for code, same in groupby(numbers) for part in (code, sum(1 for _ in same))]
    width = 1
    while len(DIGITS) ** width < len(codes):
        width += 1
    if len(numbers) <= MANY or 2 * len(runs) < width * len(numbers):
        return {"values": list(codes), "runs": runs}
    signs = ["".join(digits) for digits in islice(product(DIGITS, repeat=width), len(codes))]
    packed = "".join(signs[number] for number in numbers)
    return {"values": list(codes), "packed": packed, "width": width, "digits": DIGITS}


def index(corpus: Corpus) -> dict[str, Any]:
    """All that filtering by place, year, theme, side and kind needs, without the texts."""
    table = corpus.evidence
    inspections = {key: n for n, key in enumerate(corpus.inspections["inspection_id"])}
    themes = {key: n for n, key in enumerate(corpus["themes"]["theme_id"])}
    return {
        "rows": len(table),
        "unsure": corpus.params.polarity.unsure_below,
        "documents": _documents(corpus),
        "inspections": _inspections(corpus),
        "themes": [[key, corpus.names[key], key in corpus.themes.index] for key in themes],
        "columns": {
            "document": column(table["document_id"]),
            "counted": column(_codes(table["counted_in"], inspections)),
            "other": column(_codes(table["other_in"], inspections)),
            "themes": column(_codes(table["themes"], themes)),
            "sub": column(_subthemes(corpus, themes)),
            "side": column(table["polarity"]),
            "kind": column(table["kind"]),
            "source": column(table["polarity_source"]),
            "sure": column((100 * table["polarity_confidence"]).round().astype(int)),
            "section": column(table["section"].fillna("")),
            "standard": column(table["standard"].fillna("")),
            "page": column(table["page"]),
        },
        "words": {
            "side": words.POLARITY,
            "kind": words.KIND,
            "source": words.SOURCE,
            "document": words.DOCUMENT,
        },
    }


def _codes(values: Iterable[tuple[str, ...]], numbers: dict[str, int]) -> list[tuple[int, ...]]:
    return [tuple(numbers[key] for key in keys if key in numbers) for keys in values]


def _subthemes(corpus: Corpus, numbers: dict[str, int]) -> list[tuple[int, ...]]:
    rows = corpus["finding_themes"].dropna(subset=["subtheme"]).sort_values(["finding_id", "rank"])
    held = tuples(rows, "subtheme", corpus.evidence["finding_id"])
    return _codes(held, numbers)


def _documents(corpus: Corpus) -> dict[str, list[Any]]:
    table = corpus["documents"]
    rows = table[table["document_id"].isin(set(corpus.evidence["document_id"]))]
    return {
        row["document_id"]: [
            row["title"] if words.known(row["title"]) else row["document_id"],
            row["kind"],
            f"{row['published']:%Y-%m-%d}" if words.known(row["published"]) else "",
            words.published(row["published"]),
            row["format"] == "pdf",
        ]
        for row in words.rows(rows)
    }


def _inspections(corpus: Corpus) -> list[list[Any]]:
    rows = []
    for row in words.rows(corpus.inspections):
        region = row["region"] if words.known(row["region"]) else ""
        year = int(row["year"]) if words.known(row["year"]) else 0
        page = words.known(row["pdu"])
        key = place_slug(row["place"])
        rows.append(
            [row["inspection_id"], row["label"], key, row["place"], region, year, bool(row["latest"]), page]
        )
    return rows


def texts(corpus: Corpus, nearest: dict[str, int]) -> Iterator[list[Any]]:
    """For each row of the index the finding's id, its text and the reasons of its themes.

    A reason is ``[score in per cent, phrases, number in nearest or -1, runner-up theme or '']``, or an
    empty list for a reviewer's decision; ``nearest`` is filled with the examples that reasons name.
    """
    ranked = corpus["finding_themes"].sort_values(["finding_id", "rank", "theme_id"])
    why: dict[str, list[list[Any]]] = {}
    columns = ["finding_id", "source", "score", "phrases", "nearest", "runner_up"]
    for key, source, score, phrases, near, runner in ranked[columns].itertuples(index=False):
        reason: list[Any] = []
        if source != "review":
            number = nearest.setdefault(near, len(nearest)) if words.known(near) else -1
            known = [value if words.known(value) else "" for value in (phrases, runner)]
            reason = [round(100 * score), known[0], number, known[1]]
        why.setdefault(key, []).append(reason)
    pairs = zip(corpus.evidence["finding_id"], corpus.evidence["text"], strict=True)
    return ([key, text, why.get(key, [])] for key, text in pairs)


def shards(rows: Iterable[list[Any]], limit: int) -> Iterator[tuple[int, str]]:
    """Rows as JSON in parts of at most about ``limit`` bytes: first row and text of each part, one by one."""
    start, held, size = 0, [], 0
    n = -1
    for n, row in enumerate(rows):
        text = script_json(row)
        held.append(text)
        size += len(text.encode("utf-8")) + 1
        if size >= limit:
            yield start, f"[{','.join(held)}]"
            start, held, size = n + 1, [], 0
    if held or n < 0:
        yield start, f"[{','.join(held)}]"
