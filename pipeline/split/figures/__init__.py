"""Shares that inspectors give, as one row a figure."""

from pipeline.split.figures.read import read as rows

__all__ = ["rows"]
