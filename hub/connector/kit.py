"""What a connector is made of. Knows no database, no Kafka and no source: `runner` does."""

import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Generic, NewType, TypeVar

from pydantic import BaseModel, ConfigDict

from hub.errors import StopError
from schemas.fields import Payload

Cursor = NewType("Cursor", str)
"""Where a connector goes on: text that only the connector understands."""
_SPAN: Final = re.compile(r"([1-9][0-9]{0,4})([smhd])")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class ConnectorSettings(BaseModel):
    """Base of a connector's settings: a field with description and example is a line of its page. Unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @property
    def feed(self) -> str:
        """Names the stream of records when one source has several (two files, two tables): each has a cursor of its own."""
        return ""


@dataclass(frozen=True, slots=True)
class Record:
    """One fact that a source knows.

    Attributes:
        data: the payload; its model says which event it is.
        key: the source's own key of the subject, printable ASCII without blanks. One that holds a NIP or NIK is hashed by the kit.
        time: when the source recorded it, aware; the same each time the record is read.
        cursor: where to go on once this record, and all before it, are with Kafka.
        version: the source's change stamp; None where it has none: then the kit counts the contents that it has seen of this key.
        origin: where it stands in the source: file hash and row, table and key. Never a personal value.
        about: whose the classified fields are (`reporter/lapor:7712345`); None: the subject's.
    """

    data: Payload
    key: str
    time: datetime
    cursor: Cursor
    version: str | None = None
    origin: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Unusable:
    """Something in the source that no record can be made of; it goes to the desk and the run goes on.

    Attributes:
        origin: where it stands.
        sentence: what is wrong, in Indonesian, without a value of it.
        raw: what stands there; kept encrypted.
        cursor: as for a record.
    """

    origin: str
    sentence: str
    raw: bytes
    cursor: Cursor


class CannotReadError(StopError):
    """The source as a whole cannot be read: a file that is none, a mapping with an error. What was found before stays said."""


Finding = Record | Unusable
S = TypeVar("S", bound=ConnectorSettings)
Read = Callable[[S, Cursor | None], AsyncIterator[Finding]]


@dataclass(frozen=True)
class Connector(Generic[S]):
    """A connector as the rest of the hub sees it; `every` is the rest between the beginnings of two runs, None: run by hand."""

    name: str
    settings: type[S]
    emits: Sequence[type[Payload]]
    every: timedelta | None
    read: Read[S]
    says: str


def connector(
    name: str, *, settings: type[S], emits: Sequence[type[Payload]], every: str | None = None
) -> Callable[[Read[S]], Connector[S]]:
    """Makes an async generator a connector; its docstring is its entry in the catalogue.

    Raises:
        ValueError: `every` is not like `30s`, `5m`, `2h`, `1d`, or the docstring is missing.
    """

    def make(read: Read[S]) -> Connector[S]:
        if not read.__doc__:
            raise ValueError(f"the connector {name} has no docstring")
        return Connector(name, settings, tuple(emits), None if every is None else span(every), read, read.__doc__)

    return make


def span(text: str) -> timedelta:
    """`5m` as a span.

    Raises:
        ValueError: the text is not one.
    """
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no span like 30s, 5m, 2h or 1d")
    given: dict[str, Any] = {_UNITS[found[2]]: int(found[1])}
    return timedelta(**given)
