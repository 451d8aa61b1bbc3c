"""How a rule's pattern is written in YAML: a regular expression, a list of alternatives, or words."""

import re
from pathlib import Path
from typing import Any

from pipeline import files
from pipeline.errors import PipelineError

FIGURE = "«[^»]*»"  # how a share is marked in the text that patterns on figures are matched against


def compiled(entry: dict[str, Any], where: str) -> re.Pattern[str]:
    """The pattern of one rule; ``words`` must stand as whole words, FIGURE is where a share stands.

    Raises
    ------
    PipelineError: the rule has neither pattern nor words, or they are no regular expression.

    """
    if ("pattern" in entry) == ("words" in entry):
        raise PipelineError(where, "needs either pattern or words", "Give one of them")
    given = entry.get("pattern", entry.get("words"))
    parts = [str(part) for part in given] if isinstance(given, list) else [str(given)]
    source = "|".join(parts).replace("FIGURE", FIGURE)
    try:
        return re.compile(rf"\b(?:{source})\b" if "words" in entry else source, re.IGNORECASE)
    except re.error as error:
        raise PipelineError(where, f"is no regular expression ({error})", "Mend it") from None


def read(path: Path, tables: tuple[str, ...]) -> dict[str, Any]:
    """The tables of a file of rules.

    Raises
    ------
    PipelineError: the file is missing, is no YAML or does not have the ``tables`` expected.

    """
    data = files.read_yaml(path)
    if not isinstance(data, dict) or set(data) != set(tables):
        raise PipelineError(path, "does not have the tables expected", f"Give {', '.join(tables)}")
    return dict(data)


def fields(entry: dict[str, Any], allowed: set[str], where: str) -> dict[str, Any]:
    """What a rule says besides its pattern.

    Raises
    ------
    PipelineError: it has no name or example, or a key that no rule has.

    """
    unknown = set(entry) - allowed - {"pattern", "words", "name", "example"}
    if unknown or not {"name", "example"} <= set(entry):
        raise PipelineError(where, f"has the keys {sorted(entry)}", f"Give name, example, {sorted(allowed)}")
    return {key: value for key, value in entry.items() if key not in {"pattern", "words"}}
