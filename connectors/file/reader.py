"""The connector: rows of a file become events as its mapping says."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from connectors.file.content import Content, examine
from connectors.file.mapping import EventMapping, FileMapping, read_mapping
from connectors.file.rows import Format, Row, rows
from connectors.file.values import BadCellError, BadRowError, Cells
from hub.connector import CannotReadError, ConnectorSettings, Cursor, Finding, Record, Unusable, connector
from schemas.faults import SENTENCES
from schemas.registry import EVENT_TYPES

EVERY_FACT: Final = tuple(one.model for one in EVENT_TYPES.values() if one.amendment is None)
_BY_SUFFIX: Final[dict[str, Format]] = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".txt": "csv", ".tsv": "csv"}


class Settings(ConnectorSettings):
    """Which file, and what its rows mean."""

    path: Path = Field(description="Berkas JSON, JSON lines, atau CSV yang diekspor OPD.", examples=["/srv/ekspor/aduan.csv"])
    mapping: Path = Field(description="Berkas pemetaan (YAML).", examples=["/srv/pemetaan/aduan.yaml"])

    @property
    def feed(self) -> str:
        """Two mappings of one source are two streams; a new file of the same export is the same one."""
        return self.mapping.stem


@connector("file", settings=Settings, emits=EVERY_FACT, every="15m")
async def file(settings: Settings, since: Cursor | None) -> AsyncIterator[Finding]:
    """Berkas JSON, JSON lines, atau CSV; sebuah berkas pemetaan menyebut peristiwa apa setiap barisnya.

    Berkas yang sama tidak dibaca dua kali. Dari berkas baru (ekspor berikutnya) hanya baris yang baru atau berubah menjadi peristiwa.
    """
    mapping = read_mapping(settings.mapping)
    content = await asyncio.to_thread(examine, settings.path)  # a large file takes its time, and others wait on this loop
    reading = _Reading(content, mapping, sha256(settings.mapping.read_bytes()).hexdigest()[:16])
    form = mapping.format or _BY_SUFFIX.get(settings.path.suffix.lower())
    if form is None:
        raise CannotReadError(f"Format {settings.path.name} tidak terlihat dari namanya; sebut format dalam pemetaan: json, jsonl, csv.")
    done = reading.done(since)
    for row in rows(content, form, mapping.delimiter):
        if row.number == 1 and form == "csv":
            _refuse_missing_columns(mapping, row)
        if row.number > done:
            for finding in reading.findings(row):
                yield finding


class _Reading:
    """One file under one mapping."""

    def __init__(self, content: Content, mapping: FileMapping, mapped_by: str) -> None:
        self._content = content
        self._mapping = mapping
        self._name = f"{content.sha256}:{mapped_by}"

    def done(self, since: Cursor | None) -> int:
        """How many rows of this very file were dealt with, under this very mapping."""
        name, _, number = (since or "").rpartition(":")
        return int(number) if name == self._name else 0

    def findings(self, row: Row) -> list[Finding]:
        """The events of a row, or why it has none; the cursor moves with the last of them."""
        try:
            found = self._records(row)
        except BadRowError as error:
            raw = json.dumps(row.fields, ensure_ascii=False).encode()
            return [Unusable(row.place, f"{error}.", raw, self._cursor(row.number))]
        return [*found[:-1], *(replace(last, cursor=self._cursor(row.number)) for last in found[-1:])]

    def _cursor(self, number: int) -> Cursor:
        return Cursor(f"{self._name}:{number}")

    def _records(self, row: Row) -> list[Record]:
        if row.fields is None:
            raise BadRowError(row.fault)
        cells = Cells(row.fields, self._mapping)
        for condition in self._mapping.expects:
            if not cells.meets(condition):
                raise BadCellError(condition.column, "berisi nilai yang tidak diharapkan pemetaan (expects)")
        events = [event for event in self._mapping.events if all(cells.meets(condition) for condition in event.when)]
        return [self._record(event, cells, row.number) for event in events]

    def _record(self, event: EventMapping, cells: Cells, number: int) -> Record:
        said = {name: cells.value(value) for name, value in event.data.items()}
        try:
            data = event.event_type.model.model_validate({name: value for name, value in said.items() if value is not None})
        except ValidationError as error:
            raise _against_contract(event, error) from None
        return Record(
            data,
            key=cells.key(event.key or self._mapping.key),
            time=cells.needed(event.time),
            cursor=self._cursor(number - 1),
            version=None if event.stamp is None else cells.key(event.stamp),
            origin=f"file:sha256={self._content.sha256}#row={number}",
            about=None if event.about is None else cells.value(event.about),
        )


def _refuse_missing_columns(mapping: FileMapping, row: Row) -> None:
    """A column that was renamed in the export would silently empty a field, so it stops the run."""
    there = row.fields or {}
    if lacking := [name for name in mapping.columns() if name not in there]:
        raise CannotReadError(f"Kolom {', '.join(lacking)} tidak ada dalam berkas. Yang ada: {', '.join(there)}.")


def _against_contract(event: EventMapping, error: ValidationError) -> BadRowError:
    """The first fault that the contract finds, in its words and with the column that it came from."""
    first = error.errors(include_url=False, include_input=False)[0]
    sentence = SENTENCES[first["type"]](first.get("ctx", {})) if first["type"] in SENTENCES else first["msg"]
    name = str(first["loc"][0]) if first["loc"] else ""
    columns = ", ".join(event.data[name].named()) if name in event.data else ""
    return BadRowError(f"isian {name or event.event} {sentence.rstrip('.')}" + (f" (kolom {columns})" if columns else ""))
