"""From a finding's text to the rows of the statistics table."""

from pipeline.figures.agree import contradictions
from pipeline.figures.find import Share, shares
from pipeline.figures.rules import load
from pipeline.figures.sense import sense
from pipeline.language import nlp


def value(share: Share, says: str) -> float | None:
    """Share of cases in which the thing was done; None where the sense cannot be told."""
    return {"done": share.written, "not_done": round(1 - share.written, 6)}.get(says)


def read(text: str) -> list[dict[str, object]]:
    """Rows for one finding, without its id, in the order of the text."""
    tokens = nlp().make_doc(text)
    found = shares(tokens)
    if not found:
        return []
    doc = nlp()(tokens)
    against = contradictions(text, found)
    rows: list[dict[str, object]] = []
    for i, share in enumerate(found):
        says = sense(doc, share, found, load())
        other = found[against[i]] if i in against else None
        rows.append(
            {
                "quote": text[share.start : share.end],
                "value": value(share, says),
                "written": share.written,
                "sense": says,
                "approximate": share.approximate,
                "numerator": share.numerator,
                "denominator": share.denominator,
                "contradicts": None if other is None else text[other.start : other.end],
                "char_start": share.start,
                "char_end": share.end,
            }
        )
    return rows
