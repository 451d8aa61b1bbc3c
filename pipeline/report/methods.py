"""What the methods page shows: how good the figures are, taken from ``metrics.json``."""

from typing import Any

import pandas as pd

from pipeline.report import words
from pipeline.report.charts import alt, plain, svg
from pipeline.report.collection import uncertain
from pipeline.report.corpus import Corpus
from pipeline.report.quotes import quote

TITLES = {"invented": "invented documents, held out", "redcar": "real inspection documents"}
ACCENT = "#1d4477"
SIDES = list(words.POLARITY)


def methods(corpus: Corpus) -> dict[str, Any]:
    """Context of ``methods.html.j2``."""
    origins = corpus.metrics.get("origins", {})
    pairs = corpus.metrics.get("theme_pairs", {})
    return {
        "tests": [_test(corpus, name, one) for name, one in sorted(origins.items(), reverse=True)],
        "pairs": [_pair(corpus, one) for one in pairs.get("near_duplicates", [])],
        "compared": pairs.get("compared", 0),
        "fragile": _fragile(corpus),
        "disagreeing": disagreeing(corpus),
        "decisions": decisions(corpus),
        "lineage": lineage(corpus),
        "collection": uncertain(corpus),
        "settings": corpus.params,
    }


def _test(corpus: Corpus, name: str, one: dict[str, Any]) -> dict[str, Any]:
    polarity, themes = one["polarity"], one["themes"]
    return {
        "name": name,
        "title": f"{words.capital(name)}: {TITLES.get(name, 'hand-coded documents')}",
        "real": one["source"] == "real",
        "judged": one["judged_on"],
        "learnt": one["learnt_from"],
        "figures": _figures(one),
        "confusion": [
            [words.POLARITY[gold], *(polarity["confusion"][gold][said] for said in SIDES)] for gold in SIDES
        ],
        "columns": ["By hand", *(f"Model: {words.inside(words.POLARITY[said])}" for said in SIDES)],
        "curve": reliability(polarity["reliability"], name),
        "wrong_side": polarity["hardest"],
        "wrong_theme": [_theme_names(corpus, row) for row in themes["hardest"]],
        "per_theme": _per_theme(corpus, themes["per_theme"]),
        "missed": one["findings"],
    }


def _figures(one: dict[str, Any]) -> list[list[str]]:
    polarity, themes = one["polarity"], one["themes"]
    rows = [
        ("Strength or improvement told rightly", polarity["accuracy"], polarity["intervals"]),
        ("All themes of a finding (micro F1)", themes["micro_f1"], themes["micro_f1_intervals"]),
        (
            "All themes, each theme weighing the same (macro F1)",
            themes["macro_f1"],
            themes["macro_f1_intervals"],
        ),
        ("Main theme right", themes["main_accuracy"], themes["main_accuracy_intervals"]),
        (
            "Agreement on the main theme beyond chance (Cohen’s kappa)",
            themes["main_kappa"],
            themes["main_kappa_intervals"],
        ),
        ("Hand-coded findings found word for word", one["findings"]["recall"], None),
    ]
    return [
        [name, _score(value), _range(held, "findings"), _range(held, "documents")]
        for name, value, held in rows
    ]


def _score(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.2f}"


def _range(held: dict[str, Any] | None, unit: str) -> str:
    if held is None or held[unit]["low"] is None:
        return "–"
    few = " (few documents: not reliable)" if held[unit].get("few") else ""
    return f"{held[unit]['low']:.2f} to {held[unit]['high']:.2f}{few}"


def _theme_names(corpus: Corpus, row: dict[str, Any]) -> dict[str, Any]:
    def named(keys: str) -> str:
        return "; ".join(corpus.names.get(key, key) for key in keys.split()) or "none"

    return {**row, "gold": named(row["gold"]), "predicted": named(row["predicted"])}


def _per_theme(corpus: Corpus, found: dict[str, dict[str, Any]]) -> list[list[str]]:
    rows = sorted(found.items(), key=lambda pair: (-pair[1]["support"], pair[0]))
    return [
        [
            corpus.names.get(key, key),
            str(one["support"]),
            _score(one["precision"]),
            _score(one["recall"]),
            _score(one["f1"]),
        ]
        for key, one in rows
    ]


def reliability(bins: list[dict[str, Any]], name: str) -> dict[str, Any] | None:
    """The reliability curve: how often the model was right at each level of its confidence."""
    if not bins:
        return None
    rows = [
        [
            f"{one['low']:.1f} to {one['high']:.1f}",
            f"{one['n']}",
            f"{one['confidence']:.2f}",
            f"{one['accuracy']:.2f}",
        ]
        for one in bins
    ]
    drawn = svg(plain(_curve(pd.DataFrame(bins))).to_dict(), f"reliability-{name}")
    title = f"Confidence and correctness, {name}"
    told = "; ".join(f"at a confidence of {row[2]}, {row[3]} of {row[1]} were right" for row in rows)
    return {
        "title": title,
        "alt": f"{title}. A perfect model lies on the dashed line. {words.capital(told)}.",
        "svg": drawn,
        "columns": ["Confidence", "Findings", "Mean confidence", "Share right"],
        "rows": rows,
    }


def _curve(bins: pd.DataFrame) -> Any:
    axis = alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format=".2f")
    scale = alt.Scale(domain=[0, 1])
    x = alt.X("confidence:Q", title="Confidence of the model", scale=scale, axis=axis)
    y = alt.Y("accuracy:Q", title="Share that was right", scale=scale, axis=axis)
    exact = alt.Chart(pd.DataFrame({"confidence": [0.0, 1.0], "accuracy": [0.0, 1.0]})).encode(x=x, y=y)
    base = alt.Chart(bins).encode(x=x, y=y)
    layers = [
        exact.mark_line(strokeDash=[4, 4], color="#535c66"),
        base.mark_line(color=ACCENT),
        base.mark_point(filled=True, size=90, color=ACCENT, opacity=1),
        base.mark_text(dx=-10, align="right", fontSize=12).encode(text="n:Q"),
    ]
    return alt.layer(*layers).properties(width=300, height=260)


def _pair(corpus: Corpus, one: dict[str, Any]) -> dict[str, Any]:
    keys = [value for value in one.values() if isinstance(value, str)]
    return {**one, "names": [corpus.names.get(key, key) for key in keys]}


def _fragile(corpus: Corpus) -> list[str]:
    table = corpus["themes"]
    return sorted(table.loc[table["robust"].eq(False).fillna(False).astype(bool), "name"])


def disagreeing(corpus: Corpus) -> list[dict[str, Any]]:
    """Findings whose words plainly disagree with their heading, undecided, the surest first."""
    table = corpus["heading_disagreements"]
    rows = table[~table["decided"]].sort_values(["model_confidence", "finding_id"], ascending=[False, True])
    return [{**row, "finding": quote(corpus, row["finding_id"])} for row in words.rows(rows)]


def decisions(corpus: Corpus) -> dict[str, Any]:
    """How many decisions reviewers made, how many are in force, and those that nothing could be done with."""
    table = corpus["review_status"]
    lost = table[table["status"].isin(["orphaned", "invalid"])]
    applied = int(table["status"].eq("applied").sum())
    return {"made": len(table), "applied": applied, "lost": words.rows(lost)}


def lineage(corpus: Corpus) -> list[tuple[str, int]]:
    """How many themes were new, kept, split, merged or retired in the last run."""
    sizes = corpus["theme_lineage"]["event"].value_counts().to_dict()
    return [
        (event, int(sizes[event]))
        for event in ("new", "kept", "split", "merged", "retired")
        if event in sizes
    ]
