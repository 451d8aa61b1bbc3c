"""The evidence page: every finding, filtered in the page; texts in the page or, when large, beside it."""

from collections.abc import Iterator
from typing import Any

from pipeline.report import encode, words
from pipeline.report.corpus import Corpus, place_slug
from pipeline.report.quotes import quotes
from pipeline.report.safe import csv_text, script_json

IN_PAGE = 3_000_000  # bytes of data that the page itself may carry; more lies in files beside it
PART = 2_000_000
FIRST = 20
HEADER = [
    "finding_id", "place", "region", "year", "inspection", "counted", "document", "document kind",
    "published", "section", "standard", "page", "kind", "polarity", "polarity rests on",
    "polarity confidence", "themes", "text",
]  # fmt: skip


def evidence_page(corpus: Corpus, in_page: int = IN_PAGE) -> tuple[dict[str, Any], dict[str, str]]:
    """Context of ``evidence.html.j2``, and the files beside it by name."""
    nearest: dict[str, int] = {}
    rows = encode.texts(corpus, nearest)
    data = {**encode.index(corpus), "nearest": list(nearest)}
    parts = encode.shards(rows, PART)
    beside = sum(len(text.encode("utf-8")) for _, text in parts) > in_page
    files = (
        {f"evidence/{n:03d}.js": f"evidenceShard({n},{text});\n" for n, (_, text) in enumerate(parts)}
        if beside
        else {}
    )
    data["starts"] = [start for start, _ in parts] if beside else [0]
    data["files"] = list(files)
    context = {
        "data": script_json(data),
        "texts": "" if beside else f"[{','.join(text[1:-1] for _, text in parts if len(text) > 2)}]",
        "first": quotes(corpus, corpus.evidence["finding_id"].head(FIRST)),
        "total": len(corpus.evidence),
        "options": options(corpus),
        "neighbours": beside,
    }
    return context, {**files, "evidence/findings.csv": "\ufeff" + csv_text(HEADER, csv_rows(corpus))}


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


def csv_rows(corpus: Corpus) -> Iterator[list[object]]:
    """Every finding as a row of the CSV file, in the order of the page."""
    for row in words.rows(corpus.evidence):
        published = f"{row['published']:%Y-%m-%d}" if words.known(row["published"]) else ""
        yield [
            row["finding_id"],
            *(row[key] if words.known(row[key]) else "" for key in ("place", "region", "year", "label")),
            "yes" if row["counted_in"] else "no",
            row["title"] if words.known(row["title"]) else row["document_id"],
            words.DOCUMENT[row["document_kind"]],
            published,
            *(row[key] if words.known(row[key]) else "" for key in ("section", "standard", "page")),
            words.KIND[row["kind"]],
            words.POLARITY[row["polarity"]],
            row["polarity_source"],
            f"{row['polarity_confidence']:.2f}",
            "; ".join(corpus.names[key] for key in row["themes"]),
            row["text"],
        ]
