"""Split the blocks into findings and clauses, and read the shares that inspectors give."""


def run() -> None:
    """Run the stage; its libraries are loaded only now."""
    from pipeline.split.stage import run as stage  # noqa: PLC0415

    stage()
