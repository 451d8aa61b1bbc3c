"""Compare themes and polarity with hand coding, on documents that were not learnt from."""


def run() -> None:
    """Run the stage."""
    from pipeline.evaluate.stage import run as stage  # noqa: PLC0415

    stage()
