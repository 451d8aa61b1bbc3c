"""Judge each finding a strength, an area for improvement, mixed or neutral."""


def run() -> None:
    """Run the stage."""
    from pipeline.polarity.stage import run as stage  # noqa: PLC0415

    stage()
