"""The guard: a run fails when a figure drops below the floor that ``params.yaml`` sets."""

from collections.abc import Callable
from typing import Any

from pipeline.errors import PipelineError

FIGURES: dict[str, Callable[[dict[str, Any]], float | None]] = {
    "polarity_accuracy": lambda one: one["polarity"]["accuracy"],
    "themes_micro_f1": lambda one: one["themes"]["micro_f1"],
    "themes_macro_f1": lambda one: one["themes"]["macro_f1"],
    "main_theme_accuracy": lambda one: one["themes"]["main_accuracy"],
    "main_theme_kappa": lambda one: one["themes"]["main_kappa"],
    "findings_recall": lambda one: one["findings"]["recall"],
}
OF_THEMES = ("themes_micro_f1", "themes_macro_f1", "main_theme_accuracy", "main_theme_kappa")


def applying(floors: dict[str, float], coded: bool) -> dict[str, float]:
    """Floors that hold: without a codebook, discovered themes are not those of the hand coding."""
    return {name: floor for name, floor in floors.items() if coded or name not in OF_THEMES}


def check(origins: dict[str, dict[str, Any]], floors: dict[str, float]) -> None:
    """Hold each figure of each gold file against its floor; one that cannot be worked out is passed over.

    Raises
    ------
    PipelineError: a figure is below its floor, or a floor names no figure.

    """
    for name, floor in sorted(floors.items()):
        if name not in FIGURES:
            known = ", ".join(sorted(FIGURES))
            raise PipelineError(
                f"params.yaml: evaluate.floors.{name}", "names no figure", f"Use one of: {known}"
            )
        for origin, measured in sorted(origins.items()):
            value = FIGURES[name](measured)
            if value is not None and value < floor:
                raise PipelineError(
                    f"reports/metrics.json: origins.{origin}",
                    f"{name} is {value:.4f}, below its floor {floor:.4f} in params.yaml",
                    "Find what made it worse, or lower evaluate.floors knowingly",
                )
