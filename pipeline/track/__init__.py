"""Count themes over inspections, places and years; recurrence, recommendations, associations.

Every function takes and returns tidy tables, so that a notebook can call it.
"""

from pipeline.track.stage import run

__all__ = ["run"]
