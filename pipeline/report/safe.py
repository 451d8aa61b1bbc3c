"""Text from documents is data: it never becomes markup, script or a formula."""

import base64
import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_MARKDOWN = re.compile(r"[\\`*_\[\]<>]")
NO_NETWORK = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


def cell(value: object) -> object:
    """A CSV cell that no spreadsheet reads as a formula: an apostrophe comes before it."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value


def markdown(text: str) -> str:
    """Text that a Markdown reader shows as it is: no markup, no HTML."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def csv_text(header: Iterable[str], rows: Iterable[Sequence[object]], held: int = 1000) -> Iterator[str]:
    """A CSV file as text, ``held`` rows at a time, every cell safe to open in a spreadsheet."""
    lines = chain([tuple(header)], rows)
    while part := list(islice(lines, held)):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerows([cell(value) for value in row] for row in part)
        yield out.getvalue()


def script_json(data: object) -> str:
    """JSON that can stand between script tags: nothing in it ends the script or opens a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for mark, escape in _IN_SCRIPT.items():
        text = text.replace(mark, escape)
    return text


def policy(script: str = "", *, neighbours: bool = False) -> str:
    """Content security policy of a page: no network, and no script but ``script``.

    ``neighbours`` also allows script files that lie beside the page.
    """
    if not script:
        return f"{NO_NETWORK}; script-src 'none'"
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()
    beside = " 'self'" if neighbours else ""
    return f"{NO_NETWORK}; script-src 'sha256-{digest}'{beside}"
