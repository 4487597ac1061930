"""What was sent, made readable without what it says: letters become x, digits 9; the form stays, and with it most mistakes."""

import re
from typing import Any, Final

from pydantic_core import from_json, to_json

from schemas.personal_keys import holds_person_number

SHOWN: Final = frozenset({"specversion", "id", "type", "source", "subject", "time", "datacontenttype", "dataschema", "dataclassification"})
"""Attributes of the envelope that hold no personal value by contract; ids and subjects are checked for numbers of persons."""
_FIELD: Final = re.compile(r"[a-z][a-z_]{0,39}")
LONGEST: Final = 20_000
"""Characters of a body that a page shows."""


def masked(body: bytes, *, envelope: bool) -> str:
    """A body as text; the envelope's attributes are shown as they are where the contract vouches for them (`envelope`)."""
    try:
        said = from_json(body, allow_inf_nan=False)
    except ValueError:
        return covered(body[:LONGEST].decode(errors="replace"))
    if not isinstance(said, dict):
        return _pretty(_covered(said))
    return _pretty({_name(name): value if envelope and _speaks(name, value) else _covered(value) for name, value in said.items()})


def covered(text: str) -> str:
    """Letters as x, digits as 9, everything else as it is."""
    return "".join("9" if sign.isdigit() else "x" if sign.isalpha() else sign for sign in text)


def is_whole(body: bytes) -> bool:
    """Whether the body is a whole event with its envelope, so that it can be sent again by itself."""
    try:
        said = from_json(body, allow_inf_nan=False)
    except ValueError:
        return False
    return isinstance(said, dict) and "specversion" in said and isinstance(said.get("subject"), str)


def _speaks(name: str, value: Any) -> bool:
    """Whether an attribute of the envelope may be shown as it is: a number of a person in a key may be the very mistake."""
    return name in SHOWN and isinstance(value, str) and not holds_person_number(value)


def _name(name: str) -> str:
    """Names of fields stay where they look like the contract's: they are the contract's, or the mistake to be found."""
    return name if _FIELD.fullmatch(name) else covered(name)


def _covered(value: Any) -> Any:
    match value:
        case dict():
            return {_name(name): _covered(one) for name, one in value.items()}
        case list():
            return [_covered(one) for one in value]
        case str():
            return covered(value)
        case bool() | None:
            return value
        case _:
            return covered(str(value))


def _pretty(said: Any) -> str:
    return to_json(said, indent=2).decode()[:LONGEST]
