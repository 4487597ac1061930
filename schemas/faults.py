"""What pydantic found, said to the sender: a JSON Pointer and an Indonesian sentence in the words of the field, without the value."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from schemas.envelope import Event
from schemas.errors import MOST_FAULTS, Code, Fault, Unreadable
from schemas.event_type import PREFIX
from schemas.registry import EVENT_TYPES

Context = dict[str, Any]
SAFE_NAME: Final = re.compile(r"^(?!.*[0-9]{6})[A-Za-z_][A-Za-z0-9_-]{0,40}$")
"""A name that a sender wrote is shown only if it cannot be a number of a person."""
_TYPE_NAME = re.compile(r"^(?!.*[0-9]{6})id\.go\.pemda\.([a-z-]{1,40}\.[a-z0-9-]{1,60})\.v([0-9]{1,4})$")
_OWN: Final = frozenset({"asn_number", "nip", "nik", "no_number"})
"""Errors of our own validators: their message is already the sentence."""


def _expected(context: Context) -> str:
    return "harus salah satu dari: " + str(context.get("expected", "")).replace("'", "").replace(" or ", " atau ")


def _day(_: Context) -> str:
    return "harus tanggal yang ada, ditulis seperti 2026-01-31"


def _moment(_: Context) -> str:
    return "harus waktu dengan zona waktu, ditulis seperti 2026-01-31T08:00:00+07:00"


def _odd(_: Context) -> str:
    return "tidak sah"


SENTENCES: Final[dict[str, Callable[[Context], str]]] = {
    "missing": lambda _: "wajib ada",
    "extra_forbidden": lambda _: "tidak dikenal di sini",
    "literal_error": _expected,
    "string_type": lambda _: "harus teks",
    "string_too_short": lambda _: "tidak boleh kosong",
    "string_too_long": lambda c: f"terlalu panjang, paling banyak {c['max_length']} karakter",
    "string_pattern_mismatch": lambda _: "tidak sesuai bentuknya",
    "date_type": _day,
    "date_parsing": _day,
    "date_from_datetime_parsing": _day,
    "datetime_type": _moment,
    "datetime_parsing": _moment,
    "datetime_from_date_parsing": _moment,
    "timezone_aware": lambda _: "harus menyebut zona waktu, misalnya +07:00",
    "bool_type": lambda _: "harus true atau false",
    "int_type": lambda _: "harus bilangan bulat",
    "float_type": lambda _: "harus bilangan",
    "finite_number": lambda _: "harus bilangan yang hingga",
    "greater_than_equal": lambda c: f"paling sedikit {c['ge']}",
    "less_than_equal": lambda c: f"paling banyak {c['le']}",
    "less_than": lambda c: f"harus kurang dari {c['lt']}",
    "too_long": lambda c: f"paling banyak {c['max_length']} butir",
    "tuple_type": lambda _: "harus daftar",
    "model_type": lambda _: "harus objek JSON",
    "model_attributes_type": lambda _: "harus objek JSON",
    "union_tag_not_found": lambda _: "harus menyebut jenis peristiwa asal (of.type)",
    "union_tag_invalid": lambda _: "menyebut jenis peristiwa asal (of.type) yang tidak ada di domain ini",
}

CODES: Final = {"missing": Code.MISSING_FIELD, "extra_forbidden": Code.UNKNOWN_FIELD, "timezone_aware": Code.NAIVE_TIME}


def unreadable(error: ValidationError) -> Unreadable:
    """The refusal that says all that pydantic found in well-formed JSON."""
    details = error.errors(include_url=False, include_input=False)
    first = details[0]
    if not first["loc"]:
        return _no_type(first)
    faults = tuple(dict.fromkeys(_fault(detail) for detail in details))[:MOST_FAULTS]
    return Unreadable(faults[0].code, faults[0].sentence, faults[0].pointer, faults)


def _no_type(detail: ErrorDetails) -> Unreadable:
    """The event could not even be told by its type."""
    if detail["type"] == "union_tag_not_found":
        return Unreadable(Code.MISSING_FIELD, "Jenis peristiwa (type) wajib ada dan harus teks.", "/type")
    if detail["type"] != "union_tag_invalid":
        return Unreadable(Code.WRONG_FIELD, "Peristiwa harus objek JSON.")
    said = _TYPE_NAME.match(str(detail.get("ctx", {}).get("tag", "")))
    if not said:
        return Unreadable(Code.UNKNOWN_TYPE, f"Jenis peristiwa ditulis {PREFIX}<domain>.<peristiwa>.v<versi>.", "/type")
    short, version = said.groups()
    versions = [str(known.version) for known in EVENT_TYPES.values() if known.short == short]
    if not versions:
        return Unreadable(Code.UNKNOWN_TYPE, f"Jenis peristiwa {short} tidak dikenal.", "/type")
    sentence = f"Versi {version} dari {short} tidak dikenal; yang ada: {', '.join(versions)}."
    return Unreadable(Code.UNKNOWN_VERSION, sentence, "/type")


def _fault(detail: ErrorDetails) -> Fault:
    names = [part for part in detail["loc"] if part not in EVENT_TYPES]
    tags = [str(part) for part in detail["loc"] if part in EVENT_TYPES]
    field = _field(tags, names)
    code = CODES.get(detail["type"], Code.WRONG_FIELD)
    known = names if field or isinstance(names[-1], int) or SAFE_NAME.match(str(names[-1])) else names[:-1]
    pointer = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in known)
    return Fault(code, _sentence(detail, field, known if known == names else []), pointer)


def _sentence(detail: ErrorDetails, field: FieldInfo | None, names: list[int | str]) -> str:
    if detail["type"] in _OWN:
        return detail["msg"]
    said = SENTENCES.get(detail["type"], _odd)(detail.get("ctx", {}))
    if field is None:
        return f"Isian {names[-1]} {said}." if names and detail["type"] == "extra_forbidden" else f"Ada isian yang {said}."
    example = f"; contoh: {field.examples[0]}" if field.examples and detail["type"] == "string_pattern_mismatch" else ""
    return f"«{field.title}» ({names[-1]}) {said}{example}."


def _field(tags: list[str], names: list[int | str]) -> FieldInfo | None:
    """The declared field at a place, for its title and example; the last tag is the type whose data it is, or that a correction gives."""
    model: type[BaseModel] | None = Event
    field: FieldInfo | None = None
    for name in names:
        if isinstance(name, int):
            continue
        field = model.model_fields.get(name) if model else None
        model = _model_of(tags, name, field)
    return field


def _model_of(tags: list[str], name: str, field: FieldInfo | None) -> type[BaseModel] | None:
    if name == "data":
        return EVENT_TYPES[tags[0]].model
    if name == "payload":
        return EVENT_TYPES[tags[-1]].model
    return next(_models(field.annotation), None) if field else None


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
