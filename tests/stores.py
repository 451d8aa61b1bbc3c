"""What a stage's store holds while the stage runs."""

import sqlite3
from pathlib import Path


def kept(path: Path) -> int:
    """How many items the store at ``path`` holds now; 0 where it is not there yet."""
    if not path.exists():
        return 0
    link = sqlite3.connect(path, timeout=30)
    try:
        return int(link.execute("SELECT count(*) FROM items").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        link.close()
