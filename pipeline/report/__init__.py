"""Write the pages, the workbook, the summary and the review sheet."""


def run() -> None:
    """Run the stage."""
    from pipeline.report.stage import run as stage  # noqa: PLC0415

    stage()
