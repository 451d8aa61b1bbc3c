"""Shares that inspectors give, as one row a figure."""

from pipeline.split.figures.read import read as rows
from pipeline.split.figures.rules import PATH, load

__all__ = ["PATH", "load", "rows"]
