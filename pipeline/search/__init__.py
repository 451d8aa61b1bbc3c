"""Find the findings nearest in meaning to some words."""


def main(argv: list[str]) -> int:
    """Run the command with its options and return the exit status."""
    from pipeline.search.command import main as command  # noqa: PLC0415

    return command(argv)
