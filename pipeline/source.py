"""Which code a result depends on: a module and all modules of the project that it imports."""

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).parent
_KEEPING = {"errors.py", "files.py", "kept.py", "learnt.py", "source.py", "store.py"}  # they work nothing out


def digest(module: str) -> str:
    """Hash of the text of a module of ``pipeline`` and of every one that it needs."""
    whole = hashlib.sha256()
    for path in sorted(needed(module)):
        whole.update(path.relative_to(_PACKAGE).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()


def needed(module: str) -> set[Path]:
    """Files of a module of ``pipeline`` and of all that it imports, less those that only keep results."""
    seen: set[Path] = set()
    queue = list(_files(module))
    while queue:
        path = queue.pop()
        if path not in seen:
            seen.add(path)
            queue += [found for name in _imported(path) for found in _files(name)]
    return seen


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if any(_files(name)) else node.module for name in names)


def _files(name: str) -> Iterator[Path]:
    """The file of a module, or of a package itself; none where the name is no module of ``pipeline``."""
    package, *inner = name.split(".")
    if package != _PACKAGE.name:
        return
    path = _PACKAGE.joinpath(*inner)
    if path.with_suffix(".py").name not in _KEEPING:
        yield from (found for found in (path.with_suffix(".py"), path / "__init__.py") if found.is_file())
