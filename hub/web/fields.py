"""A payload as rows of label and text: labels from the contract's own titles, values as Indonesian readers write them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple, get_args

from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from hub.web import values, words
from hub.web.formats import Formats, rupiah
from schemas.event_type import EventType
from schemas.fields import Rupiah, SignedRupiah
from schemas.marks import marks

_MONEY: Final = {get_args(amount)[1].pattern for amount in (Rupiah, SignedRupiah)}
_WORDS: Final = {**words.KIND, **words.STATUS, **words.PAY, **words.OUTCOME}


class Field(NamedTuple):
    """A field with its value; `name` is the top-level field that it belongs to."""

    name: str
    label: str
    text: str


class Teller:
    """Tells payloads with the names of agencies."""

    def __init__(self, formats: Formats, agencies: Mapping[str, str]) -> None:
        self._formats = formats
        self._agencies = agencies

    def fields(self, event_type: EventType, said: Mapping[str, Any]) -> list[Field]:
        """Every field that says something, in the order of the contract."""
        return list(self._walk(event_type.model, said, "", ""))

    def _walk(self, model: type[BaseModel], said: Mapping[str, Any], top: str, before: str) -> Iterator[Field]:
        for name, field in model.model_fields.items():
            value = said.get(name)
            label = f"{before}{field.title or name}"
            inner = next(_models(field.annotation), None)
            if value is None:
                continue
            if isinstance(value, dict) and inner is not None:
                yield from self._walk(inner, value, top or name, f"{label}: ")
            elif isinstance(value, list) and inner is not None:
                for number, one in enumerate(value, 1):
                    yield from self._walk(inner, one, top or name, f"{label} {number}: ")
            else:
                yield Field(top or name, label, rupiah(Decimal(value)) if _is_money(field) else self.text(name, value))

    def text(self, name: str, value: Any) -> str:
        """One value as text."""
        if isinstance(value, list):
            return ", ".join(self.text(name, one) for one in value)
        if isinstance(value, str) and value in self._agencies:
            return self._agencies[value]
        if isinstance(value, str) and value in _WORDS:
            return _WORDS[value]
        return values.one(name, value, self._formats)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _is_money(field: FieldInfo) -> bool:
    """Amounts are decimal text; their pattern in the contract tells them from other texts."""
    return any(isinstance(mark, StringConstraints) and mark.pattern in _MONEY for mark in marks(field))
