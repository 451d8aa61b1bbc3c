"""Turn every distinct clause and every training text into a vector, each once, ever."""


def run() -> None:
    """Run the stage."""
    from pipeline.embed.stage import run as stage  # noqa: PLC0415

    stage()
