"""What can still be said about an event that could not be read, so that the desk knows whose it is and closes it when a good one comes."""

import re
from typing import Any, Final, NamedTuple

from pydantic_core import from_json

from schemas.envelope import SOURCE_PATTERN
from schemas.event_type import PREFIX
from schemas.fields import subject_pattern
from schemas.personal_keys import holds_person_number


class Glimpse(NamedTuple):
    """Attributes of a refused event that are well-formed on their own; None where they are not, or hold the number of a person."""

    id: str | None
    source: str | None
    type: str | None
    subject: str | None


NOTHING: Final = Glimpse(None, None, None, None)
_FORMS: Final = {
    "id": re.compile(r"^[!-~]{1,200}\Z"),
    "source": re.compile(SOURCE_PATTERN.replace("$", r"\Z")),
    "type": re.compile(rf"^{re.escape(PREFIX)}[a-z0-9.-]{{1,120}}\Z"),
    "subject": re.compile(subject_pattern("").replace("$", r"\Z")),
}


def glimpse(value: bytes) -> Glimpse:
    """Look at whatever bytes these are; never raises."""
    try:
        found = from_json(value)
    except ValueError:
        return NOTHING
    return Glimpse(**{name: _safe(name, found.get(name)) for name in _FORMS}) if isinstance(found, dict) else NOTHING


def _safe(name: str, said: Any) -> str | None:
    fits = isinstance(said, str) and _FORMS[name].match(said)
    return said if fits and not holds_person_number(said, nik=name != "id") else None
