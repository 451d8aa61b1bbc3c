"""Assign codebook themes, discover sub-themes and emerging themes, keep their lineage."""


def run() -> None:
    """Run the stage."""
    from pipeline.themes.stage import run as stage  # noqa: PLC0415 - help must not load sklearn

    stage()
