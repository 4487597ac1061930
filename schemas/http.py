"""CloudEvents over HTTP (binding 1.0.2): headers and body of a request to structured events. Structured, binary and batched mode.

Pure functions of what ASGI hands over; no framework.
"""

import json
import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import unquote_to_bytes

from schemas.binding import BATCH, LONGEST_HEADER, STRUCTURED, joined, json_alone, media_type
from schemas.errors import Code, Unreadable
from schemas.exact import refuse_broken

PREFIX: Final = "ce-"
CONTENT_TYPE: Final = "content-type"
MAX_BATCH: Final = 500
"""Events of one request, each of which gets its own answer."""

_ESCAPED = re.compile(r"\\(.)")
_BLANK: Final = " \t\r\n"


class Message(NamedTuple):
    """What a request carries: its events as `decode` reads them, and whether the answer is a list, one entry per event."""

    batch: bool
    events: list[bytes]


def message(headers: Iterable[tuple[bytes, bytes]], body: bytes) -> Message:
    """The events of a request. The members of a batch are cut out as they were sent; each is good or bad on its own.

    Args:
        headers: as ASGI gives them, names in lower case.
        body: whole.

    Raises:
        Unreadable: the request as a whole is none: BAD_HEADER, WRONG_MEDIA_TYPE, NOT_CLOUDEVENTS, NO_DATA, TOO_LARGE or broken JSON.
    """
    given = _single(headers)
    content_type = given.pop(CONTENT_TYPE, "")
    media = media_type(content_type)
    if media.startswith(BATCH):
        json_alone(media, BATCH)
        return Message(batch=True, events=_members(body))
    if media.startswith(STRUCTURED):
        json_alone(media, STRUCTURED)
        return Message(batch=False, events=[body])
    if not given:
        sentence = "Permintaan ini bukan CloudEvents: pakai Content-Type application/cloudevents+json, atau header ce-*."
        raise Unreadable(Code.NOT_CLOUDEVENTS, sentence)
    return Message(batch=False, events=[joined(given, content_type, body)])


def _single(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The content type and the attributes, by their names."""
    found: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name = raw_name.decode("latin-1").lower()
        if not name.startswith(PREFIX) and name != CONTENT_TYPE:
            continue
        key = name.removeprefix(PREFIX)
        if key in found:
            raise Unreadable(Code.BAD_HEADER, f"Header {name[:24]} ditulis dua kali.")
        if len(raw_value) > LONGEST_HEADER:
            raise Unreadable(Code.BAD_HEADER, f"Header {name[:24]} terlalu panjang.")
        found[key] = raw_value.decode("latin-1") if name == CONTENT_TYPE else _value(name, raw_value)
    if "datacontenttype" in found:
        raise Unreadable(Code.BAD_HEADER, "Header ce-datacontenttype tidak boleh ada; jenis isi disebut oleh Content-Type.")
    return found


def _value(name: str, raw: bytes) -> str:
    """Unescape a double-quoted string (older senders), then one round of percent-decoding."""
    text = raw.strip()
    if len(text) > 1 and text.startswith(b'"') and text.endswith(b'"'):
        text = _ESCAPED.sub(r"\1", text[1:-1].decode("latin-1")).encode("latin-1")
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        raise Unreadable(Code.BAD_HEADER, f"Header {name[:24]} bukan UTF-8 dalam penyandian persen.") from None


def _members(body: bytes) -> list[bytes]:
    """The members of a JSON array as they were written, so that a key given twice in one is still seen."""
    refuse_broken(body)
    text, scan = body.decode(), json.JSONDecoder().raw_decode
    members: list[bytes] = []
    place = _after_blanks(text, 0)
    if text[place] != "[":
        raise Unreadable(Code.WRONG_FIELD, "Kiriman berkelompok harus daftar JSON.")
    place = _after_blanks(text, place + 1)
    while text[place] != "]":
        if len(members) == MAX_BATCH:
            raise Unreadable(Code.TOO_LARGE, f"Paling banyak {MAX_BATCH} peristiwa dalam satu kiriman.")
        start, place = place, scan(text, place)[1]
        members.append(text[start:place].encode())
        place = _after_blanks(text, place)
        if text[place] == ",":
            place = _after_blanks(text, place + 1)
    return members


def _after_blanks(text: str, place: int) -> int:
    while text[place] in _BLANK:
        place += 1
    return place
