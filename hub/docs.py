"""Documentation that is made from the code: ``python -m hub.docs`` writes it, ``--check`` fails where a file is not what it would write.

A page is a line of `PAGES`; its function reads declarations and returns Markdown. Nothing in it depends on this machine or this moment.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from hub.cli.table import COMMANDS
from hub.metrics import DECLARED
from hub.settings import Settings

FOLDER: Final = Path(__file__).parent.parent / "docs"
MADE: Final = "<!-- Made by `python -m hub.docs`; change the code, not this page. -->"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(said: str) -> str:
    """A cell's text: a bar would begin the next cell, and a word in angle brackets would be taken for HTML."""
    return said.replace("|", "\\|").replace("<", "&lt;")


def page(title: str, *parts: str) -> str:
    """A page with its title."""
    return "\n\n".join((f"# {title}", MADE, *parts)) + "\n"


def settings() -> str:
    """Every setting, as it is named in the environment."""
    rows = [(f"`SIMPUL_{name.upper()}`", _default(field), _limits(field), field.description or "") for name, field in _settings()]
    said = (
        "Read from the environment; a file of that name in small letters in `/run/secrets` works as well. What `simpul init` fixed stays."
    )
    return page("Settings", said, table(("name", "default", "limits", "meaning"), rows))


def metrics() -> str:
    """Every metric of `/metrics`."""
    rows = [(f"`{one.name}`", one.kind, ", ".join(one.labels), one.meaning) for one in DECLARED]
    said = "A *figure* is a gauge that is read from the database or from Kafka when Prometheus asks, by the process with the pages alone."
    return page("Metrics", said, table(("name", "kind", "labels", "meaning"), rows))


def commands() -> str:
    """Every command of `simpul`; each explains itself with ``--help``."""
    rows = [(f"`simpul {row.name}`", row.group, row.help) for row in COMMANDS]
    return page("Perintah", table(("perintah", "untuk", "guna"), rows))


PAGES: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "commands.md": commands,
        "metrics.md": metrics,
        "settings.md": settings,
    }
)


def _settings() -> Iterable[tuple[str, FieldInfo]]:
    return Settings.model_fields.items()


def _default(field: FieldInfo) -> str:
    value: Any = field.default
    if value is PydanticUndefined:
        return "must be given"
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    return "" if value in (None, "") else f"`{value}`"


def _limits(field: FieldInfo) -> str:
    signs = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "min_length": "length ≥ ", "max_length": "length ≤ ", "pattern": ""}
    found = [(sign, getattr(part, name, None)) for part in field.metadata for name, sign in signs.items()]
    return ", ".join(f"{sign}{limit}" if sign else f"`{limit}`" for sign, limit in found if limit is not None)


def stale(folder: Path = FOLDER) -> list[str]:
    """Names of the pages that are not what the code says."""
    return [name for name, make in PAGES.items() if not (folder / name).exists() or (folder / name).read_text() != make()]


def write(folder: Path = FOLDER) -> None:
    """Writes every page."""
    folder.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        (folder / name).write_text(make())


def main(words: Sequence[str]) -> int:
    """Writes, or checks with ``--check``; the exit code."""
    if "--check" not in words:
        write()
        return 0
    old = stale()
    if old:
        sys.stderr.write(f"docs: {', '.join(old)} tidak sesuai kode. Jalankan: python -m hub.docs\n")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
