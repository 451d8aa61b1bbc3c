"""Count themes over inspections, places and years; recurrence, recommendations, associations.

Every function takes and returns tidy tables, so that a notebook can call it on a part of the corpus:

- ``inspections.inspections``: documents about the same place and fieldwork, and which of them count.
- ``counting.inspection_findings``, ``counting.mentions``: which findings count, and on which side.
- ``prevalence.prevalence``, ``evidence.behind``: shares with their denominators, and back to findings.
- ``programmes.looked_at``, ``states.states``: what an inspection looked at, and whether silence tells.
- ``trends.trends``: change between years, only where the ruler is the same.
- ``recurrence.recurrence``, ``figures.figures_of``: what became of a weakness, with figures of both ends.
- ``advice.advice``: actions that may answer a recommendation, and recommendations made again.
- ``associations.associations``: which weaknesses travel together, which strengths go with ratings.
"""

from pipeline.track.stage import run

__all__ = ["run"]
