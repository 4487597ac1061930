"""Searches for planted personal values wherever none may be: logs, metrics, Kafka's keys and headers, every plain column.

A test plants values (a NIK, a name, a phone, an account number), sends events with them through the real programs, and asks `search`.
What it returns is every place where one was found; a test demands that there is none, and that there are some once a class mark is
taken from a schema.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

PLAIN = ("text", "character varying", "character", "name", "json", "jsonb", "ARRAY", "bytea", "bigint", "uuid", "xml")
"""Types whose values are searched. bytea as well: what is in it must be encrypted, so the value must not stand there in bytes."""


class Found(NamedTuple):
    """A planted value where it must not be; the value itself is not repeated."""

    canary: str
    place: str


class Canary(NamedTuple):
    """A planted value; `name` is what a failure shows instead of it."""

    name: str
    value: str

    def pattern(self) -> re.Pattern[bytes]:
        """The value in any case; a number with or without separators between its digits, a phone with or without its country."""
        if self.value.replace("+", "").isdigit():
            return re.compile(rb"[ .\-]?".join(re.escape(digit.encode()) for digit in self.value.removeprefix("+62")))
        words = (re.escape(word).encode() for word in self.value.split())
        return re.compile(rb"(?:[\s+_,.\-]|%20)+".join(words), re.IGNORECASE)


@dataclass
class Search:
    """What to search for, and what was found."""

    canaries: Iterable[Canary]
    found: list[Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._patterns = [(canary.name, canary.pattern()) for canary in self.canaries]

    def look(self, place: str, said: bytes | str | None) -> None:
        """Notes each canary that stands in what was said."""
        raw = said.encode() if isinstance(said, str) else said or b""
        self.found += [
            Found(name, place) for name, pattern in self._patterns if pattern.search(raw) and Found(name, place) not in self.found
        ]


def in_files(search: Search, folder: Path, pattern: str = "**/*") -> int:
    """Searches files below a folder, names included; how many there were."""
    files = [file for file in sorted(folder.glob(pattern)) if file.is_file()]
    for file in files:
        search.look(f"name of {file.name}", str(file.relative_to(folder)))
        search.look(f"file {file.relative_to(folder)}", file.read_bytes())
    return len(files)


async def in_database(search: Search, dsn: str) -> dict[str, int]:
    """Searches every plain column of every table; table → rows that were looked at."""
    connection = await asyncpg.connect(dsn)
    try:
        looked = {}
        for table, columns in (await _columns(connection)).items():
            # Names come from the catalogue of the test's own database, quoted by the server.
            rows = await connection.fetch(f"SELECT {', '.join(f'{column}::text' for column in columns)} FROM {table}")  # noqa: S608 -- as said above
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    search.look(f"{table}.{column}", _unescaped(value))
            looked[table] = len(rows)
        return looked
    finally:
        await connection.close()


async def _columns(connection: Any) -> Mapping[str, list[str]]:
    rows = await connection.fetch(
        "SELECT quote_ident(c.table_name), quote_ident(c.column_name) FROM information_schema.columns c"
        " JOIN information_schema.tables t USING (table_schema, table_name)"
        " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type = ANY ($1)"
        " AND to_regclass(quote_ident(c.table_name)) NOT IN (SELECT inhrelid FROM pg_inherits)"
        " ORDER BY c.table_name, c.ordinal_position",
        list(PLAIN),
    )
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def _unescaped(value: str | None) -> bytes | None:
    """A column's text as bytes; bytea comes as hex digits after a backslash and an x."""
    if value is None:
        return None
    return bytes.fromhex(value[2:]) if value.startswith("\\x") else value.encode()


async def in_kafka(search: Search, bootstrap: str, prefix: str, *, values: bool = False) -> dict[str, int]:
    """Searches names, keys and headers of every record of the region's topics; topic → records that were looked at.

    Values are what agencies sent, personal fields included, until the retention ends; `values` searches them too, for the topics of the
    hub itself, where nothing personal may be.
    """
    looked: dict[str, int] = {}
    async for record in _records(bootstrap, prefix):
        search.look(f"name of topic {record.topic}", record.topic)
        search.look(f"key in {record.topic}", record.key)
        for name, value in record.headers:
            search.look(f"header {name} in {record.topic}", name.encode() + b": " + value)
        if values:
            search.look(f"value in {record.topic}", record.value)
        looked[record.topic] = looked.get(record.topic, 0) + 1
    return looked


async def _records(bootstrap: str, prefix: str) -> AsyncIterator[Any]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    topics = [topic for topic in await admin.describe_topics() if topic["topic"].startswith(prefix)]
    await admin.close()
    partitions = [TopicPartition(topic["topic"], part["partition"]) for topic in topics for part in topic["partitions"]]
    if not partitions:
        return
    reader = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, auto_offset_reset="earliest")
    await reader.start()
    try:
        reader.assign(partitions)
        ends = await reader.end_offsets(partitions)
        await reader.seek_to_beginning(*partitions)
        async with asyncio.timeout(60):
            while any([await reader.position(partition) < ends[partition] for partition in partitions]):
                for records in (await reader.getmany(timeout_ms=200)).values():
                    for record in records:
                        yield record
    finally:
        await reader.stop()
