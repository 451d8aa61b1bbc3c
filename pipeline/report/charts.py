"""Pictures drawn by Altair as SVG that stands in the page, each with its numbers and a text alternative."""

import re
from functools import cache
from typing import Any

import pandas as pd
import vl_convert
from markupsafe import Markup

from pipeline.lean import without
from pipeline.report.words import FEW, known, listing, of
from pipeline.text import slug

with without("rfc3987_syntax"):
    import altair as alt

COLOURS = {"improvement": "#d9762f", "strength": "#1d8a8f"}
SIDES = {"improvement": "Needed improvement", "strength": "Strength"}
SHAPES = ["triangle-down", "triangle-up"]
ROWS = "rows"  # name of the data set that a form leaves open
FONT = "system-ui, 'Segoe UI', Roboto, Arial, sans-serif"
_ARIA = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_ID = re.compile(r'(?<=id=")[^"]+|(?<=url\(#)[^)]+')


def svg(chart: dict[str, Any], name: str) -> Markup:
    """A Vega-Lite chart as SVG: ids made from ``name``, hidden from screen readers (they get its text)."""
    drawn = vl_convert.vegalite_to_svg(chart, vl_version="6.1")
    drawn = _ARIA.sub("", drawn)
    ids = {old: f"{name}-{n}" for n, old in enumerate(dict.fromkeys(_ID.findall(drawn)))}
    drawn = _ID.sub(lambda match: ids[match.group()], drawn)
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


def trend(rows: pd.DataFrame, breaks: list[str], name: str) -> dict[str, Any] | None:
    """Inspections with a theme by year and side, with intervals and the breaks between programmes.

    Parameters
    ----------
    rows: of schema PREVALENCE, one year and side each.
    breaks: years in which another programme begins.
    name: of the theme.

    """
    if rows.empty:
        return None
    rows = rows.assign(
        year=rows["year"].astype(str),
        side_name=rows["polarity"].map(SIDES),
        said=[of(n, total) for n, total in zip(rows["n_documents_with"], rows["n_documents"], strict=True)],
    )
    title = f"{name}: inspections that raised it, by year"
    return {
        "title": title,
        "alt": f"{title}. " + _told(rows),
        "svg": svg(_trend(rows, breaks), slug(name)),
        "columns": ["Year", "Side", "Inspections with it", "Interval"],
        "rows": [[row.year, row.side_name, row.said, _interval(row)] for row in rows.itertuples()],
        "breaks": breaks,
    }


def _told(rows: pd.DataFrame) -> str:
    parts = []
    for side, name in SIDES.items():
        here = rows[rows["polarity"] == side]
        said = [f"in {row.year} in {row.said}" for row in here.itertuples()]
        if said:
            parts.append(f"{name} {listing(said)}.")
    return " ".join(parts)


def _interval(row: Any) -> str:
    if not known(row.ci_low):
        return "too few inspections"
    if row.n_documents < FEW:
        low, high = row.ci_low * row.n_documents, row.ci_high * row.n_documents
        return f"as if {low:.1f} to {high:.1f} of {row.n_documents}"
    return f"{100 * row.ci_low:.0f}% to {100 * row.ci_high:.0f}%"


def _trend(rows: pd.DataFrame, breaks: list[str]) -> dict[str, Any]:
    """The chart's form, drawn up once for all themes, with the values of one theme."""
    rows = rows.assign(short=rows["n_documents_with"].astype(str) + " of " + rows["n_documents"].astype(str))
    columns = ["year", "side_name", "share", "ci_low", "ci_high", "short"]
    values = [
        {key: value if known(value) else None for key, value in zip(columns, row, strict=True)}
        for row in rows[columns].itertuples(index=False)
    ]
    few = int(rows["n_documents"].min()) < FEW
    form = _form(tuple(breaks), few=few, width=min(900, 80 + 220 * int(rows["year"].nunique())))
    return {**form, "datasets": {**form.get("datasets", {}), ROWS: values}}


@cache
def _form(breaks: tuple[str, ...], *, few: bool, width: int) -> dict[str, Any]:
    """A chart of trends without its values, which are to be a data set of the name ``ROWS``."""
    names = list(SIDES.values())
    base = alt.Chart(alt.NamedData(ROWS)).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, ticks=False, labelPadding=8)),
        xOffset=alt.XOffset("side_name:N", sort=names, scale=alt.Scale(paddingOuter=0.5)),
    )
    y, low = _share_axis("share", few=few), _share_axis("ci_low", few=few)
    colour = alt.Color("side_name:N", title=None, scale=alt.Scale(domain=names, range=list(COLOURS.values())))
    shape = alt.Shape("side_name:N", title=None, scale=alt.Scale(domain=names, range=SHAPES))
    layers: list[Any] = [
        base.mark_rule(strokeWidth=3, opacity=0.45).encode(y=low, y2="ci_high:Q", color=colour),
        base.mark_point(filled=True, size=130, opacity=1).encode(y=y, color=colour, shape=shape),
        base.mark_text(dx=11, align="left", fontSize=12, color="#1a1f24").encode(y=y, text="short:N"),
    ]
    if breaks:
        line = alt.Chart(pd.DataFrame({"year": list(breaks)})).encode(x=alt.X("year:O", bandPosition=0))
        layers.append(line.mark_rule(strokeDash=[4, 4], color="#535c66"))
    made: dict[str, Any] = plain(alt.layer(*layers).properties(width=width, height=210)).to_dict()
    return made


def _share_axis(column: str, *, few: bool) -> alt.Y:
    """Share of inspections from none to all; per cent only where there are enough of them."""
    said = "datum.value == 0 ? 'none' : datum.value == 0.5 ? 'half' : 'all'"
    axis = alt.Axis(values=[0, 0.5, 1], labelExpr=said, domain=False, ticks=False, labelPadding=8)
    if not few:
        axis = alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format="%", domain=False, ticks=False, labelPadding=8)
    return alt.Y(
        f"{column}:Q",
        title="Share of inspections",
        scale=alt.Scale(domain=[-0.06, 1.06], nice=False),
        axis=axis,
    )


def plain(chart: Any) -> Any:
    """A chart with the look that all pictures share."""
    legend = alt.LegendConfig(
        orient="top", labelFontSize=12, symbolSize=130, symbolOpacity=1, offset=14, columnPadding=56
    )
    axis = alt.AxisConfig(
        labelFontSize=12,
        titleFontSize=12,
        titleFontWeight="normal",
        labelColor="#1a1f24",
        titleColor="#535c66",
        gridColor="#e4e8ec",
        domainColor="#8793a1",
    )
    return chart.configure(font=FONT, view=alt.ViewConfig(stroke=None), legend=legend, axis=axis)
