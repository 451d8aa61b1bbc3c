"""Say what the corpus holds, what it lacks and what was set aside."""


def main(argv: list[str]) -> int:
    """Run the command with its options and return the exit status."""
    from pipeline.corpus.command import main as command  # noqa: PLC0415

    return command(argv)
