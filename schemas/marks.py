"""Marks on fields: whose eyes a value is for, what it joins by, what it refers to. Read by `schemas.event_type`, never by pydantic."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar, get_args

from pydantic import GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Classification:
    """Class of a field under UU 27/2022.

    Attributes:
        name: ``personal``, ``specific`` (art. 4: finance, health, ...) or ``restricted`` (Inspektorat and Sekda alone).
        encrypted: whether the value leaves the plain payload for the encrypted block. Amounts of pay stay plain behind the policy,
            or no rule could add them up; whose they are is encrypted.
    """

    name: str
    encrypted: bool = True

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The class is published with the field, so that a sender knows how it will be kept."""
        schema = handler(core_schema)
        schema["x-klasifikasi"] = self.name
        schema["x-terenkripsi"] = self.encrypted
        return schema


PERSONAL: Final = Classification("personal")
SPECIFIC: Final = Classification("specific")
RESTRICTED: Final = Classification("restricted")

# A mark must be the outermost thing of a field: Personal[Nik | None], not Personal[Nik] | None. A house test finds the others.
Personal = Annotated[T, PERSONAL]
Specific = Annotated[T, SPECIFIC]
SpecificPlain = Annotated[T, Classification("specific", encrypted=False)]
Restricted = Annotated[T, RESTRICTED]


@dataclass(frozen=True, slots=True)
class Joined:
    """Rules join by this field's keyed hash; `kind` names the space of numbers, so that a NIP never meets a NIK."""

    kind: str


@dataclass(frozen=True, slots=True)
class Own:
    """The field must name the sender's own agency where the source's scope is ``own``."""


@dataclass(frozen=True, slots=True)
class RefersTo:
    """The field holds the subject of another record; `kind` is that subject's kind, or "" for any."""

    kind: str


def marks(field: FieldInfo) -> list[Any]:
    """The marks of a field, outermost first, those inside ``| None`` and collections too."""
    return [*field.metadata, *_within(field.annotation)]


def _within(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for argument in get_args(annotation):
        yield from _within(argument)
