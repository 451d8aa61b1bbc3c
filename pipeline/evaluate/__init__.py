"""Compare themes and polarity with hand coding, which no model learns from."""


def run() -> None:
    """Run the stage."""
    from pipeline.evaluate.stage import run as stage  # noqa: PLC0415

    stage()
