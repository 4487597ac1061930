"""Our own source files, read once: what the house tests look at."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CODE = ("hub", "schemas", "connectors")


class Source(NamedTuple):
    """A Python file; `name` is its path below the project's folder."""

    name: str
    text: str
    tree: ast.Module


@functools.cache
def committed() -> tuple[Path, ...]:
    """Every file that is or will be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 -- git of the system
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return tuple(path for name in sorted(listed.stdout.decode().split("\0")) if name and (path := ROOT / name).is_file())


@functools.cache
def python(*folders: str) -> tuple[Source, ...]:
    """Python files below the folders of the project."""
    paths = [path for path in committed() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders]
    texts = {path: path.read_text() for path in paths}
    return tuple(Source(str(path.relative_to(ROOT)), text, ast.parse(text)) for path, text in texts.items())


def nodes(source: Source) -> Iterator[ast.AST]:
    """Every node of a file."""
    yield from ast.walk(source.tree)


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in nodes(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def at(source: Source, node: ast.AST) -> str:
    """`file:line`, so that a failure can be clicked."""
    return f"{source.name}:{getattr(node, 'lineno', 0)}"
