"""Which connectors run by themselves, and for which source: ``connectors.json`` in the home folder, a list like this one.

    [{"connector": "file", "source": "lapor", "every": "5m", "settings": {"path": "/srv/lapor/ekspor.csv", "mapping": "lapor.yaml"}}]

`every` may be left out where the connector has a rhythm of its own. The file may hold passwords of agencies' systems: keep it to its owner.
"""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, field_validator

from hub.connector import Connector, ConnectorSettings
from hub.connector.kit import span
from hub.errors import StopError

FILE: Final = "connectors.json"


class Entry(BaseModel):
    """One entry of the file, as it is written."""

    model_config = ConfigDict(extra="forbid")

    connector: str
    source: str
    every: dt.timedelta | None = None
    settings: dict[str, Any] = {}

    @field_validator("every", mode="before")
    @classmethod
    def _span(cls, value: object) -> object:
        return span(value) if isinstance(value, str) else value


class Feed(NamedTuple):
    """A connector that runs for a source every so often."""

    connector: Connector[Any]
    settings: ConnectorSettings
    source: str
    every: dt.timedelta

    @property
    def name(self) -> str:
        """Names its schedule."""
        return ":".join(part for part in ("connector", self.source, self.connector.name, self.settings.feed) if part)


def read(home: Path, connectors: Mapping[str, Connector[Any]]) -> list[Feed]:
    """Every feed of a home folder; none where there is no such file.

    Raises:
        StopError: the file is not such a list; the sentence says where, and repeats no value of it.
    """
    file = home / FILE
    if not file.exists():
        return []
    try:
        entries = TypeAdapter(list[Entry]).validate_python(json.loads(file.read_text()))
    except ValidationError as wrong:
        raise StopError(f"{file}: {_told(wrong)}.") from wrong
    except ValueError as broken:
        raise StopError(f"{file} bukan JSON.") from broken
    feeds = [_feed(file, place, entry, connectors) for place, entry in enumerate(entries, 1)]
    names = [feed.name for feed in feeds]
    if len(set(names)) < len(names):
        raise StopError(f"{file}: satu konektor disebut dua kali untuk sumber yang sama.")
    return feeds


def _feed(file: Path, place: int, entry: Entry, connectors: Mapping[str, Connector[Any]]) -> Feed:
    connector = connectors.get(entry.connector)
    if connector is None:
        raise StopError(f"{file}, butir {place}: tidak ada konektor {entry.connector}. Yang ada: {', '.join(sorted(connectors))}.")
    every = entry.every or connector.every
    if every is None:
        raise StopError(f'{file}, butir {place}: konektor {entry.connector} tidak punya irama sendiri. Tambahkan "every", misalnya "15m".')
    try:
        settings = connector.settings.model_validate(entry.settings)
    except ValidationError as wrong:
        raise StopError(f"{file}, butir {place}, settings: {_told(wrong)}.") from wrong
    return Feed(connector, settings, entry.source, every)


def _told(wrong: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong.errors(include_input=False, include_url=False))
