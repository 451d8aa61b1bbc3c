"""Download published documents that are new or have changed."""


def main(argv: list[str]) -> int:
    """Run the command with its options and return the exit status."""
    from pipeline.fetch.command import main as command  # noqa: PLC0415

    return command(argv)
