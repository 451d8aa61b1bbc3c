"""The themes that findings are coded to, as analysts keep them in ``codebook.yaml``.

A theme is edited, never deleted: a rename changes ``name`` and keeps ``id``; a merge sets ``merged_into``,
a split ``split_into``, a retirement ``retired``. Hand coding under an old id then follows the theme.
"""

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline import files
from pipeline.errors import PipelineError

CODEBOOK = Path("data/reference/codebook.yaml")


class Theme(BaseModel):
    """One entry of the codebook.

    Parameters
    ----------
    id: stable key, never reused for something else.
    name: what a reader sees.
    means, not_: what a coder applies.
    keywords: phrases that speak of the theme; ``*`` ends a word stem.
    examples: sentences written for the theme, by polarity.
    merged_into, split_into, retired: what became of a theme that is no longer given.

    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str = Field(min_length=1)
    means: str = Field(min_length=1)
    not_: str | None = Field(default=None, alias="not")
    keywords: tuple[str, ...] = ()
    examples: dict[str, tuple[str, ...]] = {}
    merged_into: str | None = None
    split_into: tuple[str, ...] = ()
    retired: bool = False

    @property
    def in_use(self) -> bool:
        """Whether findings can be coded to it."""
        return not (self.retired or self.merged_into or self.split_into)

    @property
    def example_texts(self) -> tuple[str, ...]:
        """Its example sentences of every polarity."""
        return tuple(text for polarity in sorted(self.examples) for text in self.examples[polarity])


def load(path: Path = CODEBOOK) -> list[Theme]:
    """Themes in use, in the order of the file; none where the codebook is empty.

    Raises
    ------
    PipelineError: the file is missing or an entry breaks a rule.

    """
    return [theme for theme in entries(path) if theme.in_use]


def entries(path: Path = CODEBOOK) -> list[Theme]:
    """Every entry of the codebook, those merged, split and retired among them.

    Raises
    ------
    PipelineError: the file is missing or an entry breaks a rule.

    """
    found = [_theme(path, number, raw) for number, raw in enumerate(_raw(path), 1)]
    _check(path, found)
    return found


def successors(found: Iterable[Theme]) -> dict[str, tuple[str, ...]]:
    """For each theme id the ids in use that its hand coding now belongs to: itself, several, or none."""
    by_id = {theme.id: theme for theme in found}

    def follow(key: str) -> tuple[str, ...]:
        theme = by_id[key]
        if theme.retired:
            return ()
        heirs = (theme.merged_into,) if theme.merged_into else theme.split_into
        return tuple(dict.fromkeys(last for heir in heirs for last in follow(heir))) if heirs else (key,)

    return {key: follow(key) for key in by_id}


def _raw(path: Path) -> list[object]:
    content = files.read_yaml(path)
    themes = (content or {}).get("themes") if isinstance(content or {}, dict) else None
    if themes is not None and not isinstance(themes, list):
        raise PipelineError(path, "themes is no list", "Begin each theme with '- id: ...'")
    return themes or []


def _theme(path: Path, number: int, raw: object) -> Theme:
    try:
        return Theme.model_validate(raw)
    except ValidationError as error:
        name = raw.get("id", number) if isinstance(raw, dict) else number
        raise files.fault(f"{path}: theme {name}", error) from None


def _check(path: Path, found: list[Theme]) -> None:
    ids = [theme.id for theme in found]
    for theme in found:
        where = f"{path}: theme {theme.id}"
        if ids.count(theme.id) > 1:
            raise PipelineError(where, "stands there twice", "Give each theme an id of its own")
        if sum((theme.retired, bool(theme.merged_into), bool(theme.split_into))) > 1:
            raise PipelineError(where, "is gone in two ways", "Keep one of retired, merged_into, split_into")
        heirs = [*theme.split_into, *([theme.merged_into] if theme.merged_into else [])]
        for heir in heirs:
            if heir not in ids:
                raise PipelineError(where, f"points to {heir}, which is no theme", "Name an id of the file")
    _check_circles(path, {theme.id: (*theme.split_into, theme.merged_into or "") for theme in found})


def _check_circles(path: Path, heirs: dict[str, tuple[str, ...]]) -> None:
    for start, first in heirs.items():
        seen, todo = set(), [heir for heir in first if heir]
        while todo:
            here = todo.pop()
            if here == start:
                raise PipelineError(f"{path}: theme {start}", "becomes itself again", "Break the circle")
            if here not in seen:
                seen.add(here)
                todo.extend(heir for heir in heirs[here] if heir)
