"""Benchmarks: what each stage costs, how cost grows, and how it compares. Not tests: nothing fails here."""
