"""Shares that inspectors give, as one row a figure."""

from pipeline.figures.read import read as rows
from pipeline.figures.rules import PATH, load

__all__ = ["PATH", "load", "rows"]
