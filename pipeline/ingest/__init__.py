"""Read every document under data/raw into blocks of text with page and offsets, and its facts."""


def run() -> None:
    """Run the stage; its libraries are loaded only here."""
    from pipeline.ingest import stage  # noqa: PLC0415

    stage.run()
