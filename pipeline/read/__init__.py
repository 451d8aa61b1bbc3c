"""Read every finding with a small language model, each once, ever: what it makes of a text shows polarity."""


def run() -> None:
    """Run the stage."""
    from pipeline.read.stage import run as stage  # noqa: PLC0415

    stage()
