"""The evidence page: every finding, filtered in the page; texts in the page or, when large, beside it."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from pipeline.report import encode, words
from pipeline.report.cards import shared
from pipeline.report.corpus import Corpus, place_slug
from pipeline.report.quotes import quotes
from pipeline.report.safe import csv_text, script_json

IN_PAGE = 3_000_000  # bytes of data that the page itself may carry; more lies in files beside it
PART = 2_000_000
FIRST = 20
HEADER = {
    "finding_id": "finding_id", "place": "place", "region": "region", "year": "year", "inspection": "label",
    "counted": "counted_in", "document": "title", "document kind": "document_kind",
    "published": "published", "section": "section", "standard": "standard", "page": "page", "kind": "kind",
    "polarity": "polarity", "polarity rests on": "polarity_source",
    "polarity confidence": "polarity_confidence", "themes": "themes", "text": "text",
}  # fmt: skip
Named = tuple[str, str | Iterable[str]]


def evidence_files(corpus: Corpus, context: dict[str, Any], in_page: int = IN_PAGE) -> Iterator[Named]:
    """The files beside the evidence page, one at a time; fills ``context`` of ``evidence.html.j2``."""
    nearest: dict[str, int] = {}
    parts = encode.shards(encode.texts(corpus, nearest), PART)
    first = list(_until(parts, in_page))
    beside = sum(len(text.encode("utf-8")) for _, text in first) > in_page
    starts, files = ([], []) if beside else ([0], [])
    for n, (start, text) in enumerate(chain(first, parts) if beside else ()):
        starts.append(start)
        files.append(f"evidence/{n:03d}.js")
        yield files[-1], f"evidenceShard({n},{text});\n"
    yield "evidence/findings.csv", chain(["\ufeff"], csv_text(HEADER, csv_rows(corpus)))
    data = {**encode.index(corpus), "nearest": list(nearest), "starts": starts, "files": files}
    context.update(
        data=script_json(data),
        texts="" if beside else f"[{','.join(text[1:-1] for _, text in first if len(text) > 2)}]",
        first=quotes(corpus, corpus.evidence["finding_id"].head(FIRST)),
        total=len(corpus.evidence),
        options=options(corpus),
        neighbours=beside,
    )


def _until(parts: Iterator[tuple[int, str]], limit: int) -> Iterator[tuple[int, str]]:
    """The first parts, up to the one with which they have more than ``limit`` bytes."""
    size = 0
    while size <= limit and (part := next(parts, None)):
        size += len(part[1].encode("utf-8"))
        yield part


def options(corpus: Corpus) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: value in the address and words."""
    table = corpus.inspections
    places = sorted(set(table["place"]))
    years = sorted({int(year) for year in table["year"].dropna()}, reverse=True)
    kinds = dict.fromkeys(words.KIND.values())
    by_kind = {name: ",".join(key for key, said in words.KIND.items() if said == name) for name in kinds}
    names = sorted((name, key) for key, name in corpus.themes["name"].items())
    subs = corpus["themes"].dropna(subset=["parent"]).sort_values(["name", "theme_id"])
    return {
        "pdu": [(place_slug(place), place) for place in places],
        "region": [(name, name) for name in sorted(set(table["region"].dropna()))],
        "year": [(str(year), str(year)) for year in years]
        + ([("0", "Not known")] if table["year"].isna().any() else []),
        "theme": [(str(key), name) for name, key in names] + [("none", "No theme")],
        "subtheme": list(zip(subs["theme_id"], subs["name"], strict=True)),
        "kind": [(value, name) for name, value in by_kind.items()],
    }


def csv_rows(corpus: Corpus) -> Iterator[tuple[object, ...]]:
    """Every finding as a row of the CSV file, in the order of the page."""
    table = corpus.evidence
    named: dict[tuple[str, ...], str] = {}
    for keys in table["themes"]:
        named.setdefault(keys, "; ".join(corpus.names[key] for key in keys))
    said = {
        "counted_in": ["yes" if keys else "no" for keys in table["counted_in"]],
        "title": shared(table["title"].fillna(table["document_id"])),
        "document_kind": shared(table["document_kind"], words.DOCUMENT.__getitem__),
        "published": shared(table["published"], lambda day: f"{day:%Y-%m-%d}", ""),
        "kind": shared(table["kind"], words.KIND.__getitem__),
        "polarity": shared(table["polarity"], words.POLARITY.__getitem__),
        "polarity_confidence": shared(table["polarity_confidence"], lambda share: f"{share:.2f}"),
        "themes": [named[keys] for keys in table["themes"]],
    }
    return zip(
        *(said[key] if key in said else shared(table[key], empty="") for key in HEADER.values()), strict=True
    )
