"""The ruler: which themes each inspection programme looks at, from data/reference/programmes.yaml."""

from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline import files
from pipeline.errors import PipelineError

PROGRAMMES = Path("data/reference/programmes.yaml")
UNKNOWN = "other"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Years(_Strict):
    """First and last year of fieldwork; empty where it is not known or goes on."""

    first: int | None = None
    last: int | None = None


class Programme(_Strict):
    """One inspection programme."""

    id: str
    name: str
    years: Years
    unit: Literal["pdu", "region", "any"]
    score_max: list[int]
    standards: dict[str, str]
    looks_at: Literal["all", "none known"] | list[str]
    not_: list[str] = Field(alias="not")
    note: str

    def themes(self, listed: list[str]) -> list[str]:
        """Those of the themes ``listed`` that the programme looks at, in their order."""
        if isinstance(self.looks_at, str):
            return [theme for theme in listed if self.looks_at == "all" and theme not in self.not_]
        return [theme for theme in listed if theme in self.looks_at]


def load(path: Path = PROGRAMMES) -> list[Programme]:
    """Programmes in the order of the file.

    Raises
    ------
    PipelineError: the file is missing or says something that it may not.

    """
    try:
        return [Programme.model_validate(entry) for entry in files.read_yaml(path)["programmes"]]
    except (TypeError, KeyError) as error:
        raise PipelineError(path, f"is no list of programmes ({error})", "Mend the file") from None
    except ValidationError as error:
        raise files.fault(path, error) from None


def looked_at(inspections: pd.DataFrame, programmes: list[Programme], themes: list[str]) -> pd.DataFrame:
    """Which themes the programme of each inspection looks at.

    Parameters
    ----------
    inspections: of schema INSPECTIONS; one without a programme was made under an unknown one.
    programmes: from ``load``.
    themes: theme_ids.

    Returns
    -------
    ``inspection_id``, ``theme_id``: one row a theme that the inspection looked at.

    Raises
    ------
    PipelineError: an inspection's programme is not described.

    """
    made = inspections[["inspection_id"]].assign(programme=inspections["programme"].fillna(UNKNOWN))
    strange = sorted(set(made["programme"]) - {programme.id for programme in programmes})
    if strange:
        raise PipelineError(PROGRAMMES, f"does not describe programme {strange[0]}", "Add an entry for it")
    pairs = [(programme.id, theme) for programme in programmes for theme in programme.themes(themes)]
    table = pd.DataFrame(pairs, columns=["programme", "theme_id"], dtype="str")
    return made.merge(table, on="programme")[["inspection_id", "theme_id"]]
