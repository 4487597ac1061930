"""CloudEvents over Kafka (binding 1.0.2): headers and value of a record to one structured event. There is no batch mode."""

from collections.abc import Iterable
from typing import Final

from schemas.binding import LONGEST_HEADER, STRUCTURED, joined, json_alone, media_type
from schemas.errors import Code, Unreadable
from schemas.faults import SAFE_NAME

PREFIX: Final = "ce_"
CONTENT_TYPE: Final = "content-type"


def structured(headers: Iterable[tuple[str, bytes | None]], value: bytes | None) -> bytes:
    """The event of a record as `decode` reads it. A header without a value (some SDKs send them) counts as absent.

    A record with neither a content type nor `ce_` headers is taken as structured: if it is not, `decode` says what it lacks.

    Raises:
        Unreadable: NO_DATA (a null value is a tombstone, not an event), BAD_HEADER, WRONG_MEDIA_TYPE or broken JSON.
    """
    if not value:
        raise Unreadable(Code.NO_DATA, "Rekaman Kafka tanpa isi bukan peristiwa.")
    given = [(name, text) for name, text in headers if text is not None]
    content_types = [_text(name, text) for name, text in given if name == CONTENT_TYPE]
    if len(content_types) > 1:
        raise _twice(CONTENT_TYPE)
    content_type = content_types[0] if content_types else ""
    if content_type.startswith(STRUCTURED):
        json_alone(media_type(content_type), STRUCTURED)
        return value
    attributes = _attributes(given)
    return joined(attributes, content_type, value) if attributes else value


def _attributes(headers: list[tuple[str, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, text in headers:
        if not name.startswith(PREFIX):
            continue
        if name in found:
            raise _twice(name)
        found[name] = _text(name, text)
    return {name.removeprefix(PREFIX): text for name, text in found.items()}


def _text(name: str, value: bytes) -> str:
    if len(value) > LONGEST_HEADER:
        raise Unreadable(Code.BAD_HEADER, f"{_named(name)} terlalu panjang.")
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise Unreadable(Code.BAD_HEADER, f"{_named(name)} bukan UTF-8.") from None


def _twice(name: str) -> Unreadable:
    return Unreadable(Code.BAD_HEADER, f"{_named(name)} ditulis dua kali.")


def _named(name: str) -> str:
    """A header as a sentence may name it: a name can hold a person's number too."""
    return f"Header {name}" if SAFE_NAME.match(name) else "Satu header"
