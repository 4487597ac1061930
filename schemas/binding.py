"""What the HTTP and the Kafka binding share: content types, and attributes plus body as one structured event."""

import re
from typing import Final

from pydantic_core import to_json

from schemas.errors import Code, Unreadable
from schemas.exact import refuse_broken

STRUCTURED: Final = "application/cloudevents"
BATCH: Final = "application/cloudevents-batch"
LONGEST_HEADER: Final = 4096
"""Characters of one header value; the longest attribute is an extension of 1,024."""

_CHARSET = re.compile(r"charset *= *\"?([^\";]+)", re.IGNORECASE)


def media_type(content_type: str) -> str:
    """The media type without its parameters, in lower case.

    Raises:
        Unreadable: WRONG_MEDIA_TYPE where the charset is not UTF-8.
    """
    charset = _CHARSET.search(content_type)
    if charset and charset[1].strip().lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise Unreadable(Code.WRONG_MEDIA_TYPE, "Teks harus UTF-8.")
    return content_type.partition(";")[0].strip().lower()


def json_alone(media: str, base: str) -> None:
    """Of the formats of CloudEvents we take JSON.

    Raises:
        Unreadable: WRONG_MEDIA_TYPE.
    """
    if media not in {base, base + "+json"}:
        raise Unreadable(Code.WRONG_MEDIA_TYPE, f"Dari format CloudEvents hanya JSON yang diterima: {base}+json.")


def joined(attributes: dict[str, str], content_type: str, body: bytes) -> bytes:
    """Binary mode as one structured event; the body goes in as it is, so that `decode` still sees keys given twice.

    Raises:
        Unreadable: the body is none, is no JSON, or says that it is something else.
    """
    media = media_type(content_type)
    if media and media != "application/json":
        raise Unreadable(Code.WRONG_MEDIA_TYPE, "Isi harus JSON (Content-Type: application/json).")
    if not body.strip():
        raise Unreadable(Code.NO_DATA, "Peristiwa tanpa isi.", "/data")
    # On its own the body must be one whole value, or what follows a comma in it would become attributes.
    refuse_broken(body)
    if content_type:
        attributes = attributes | {"datacontenttype": content_type}
    return to_json(attributes)[:-1] + b',"data":' + body + b"}"
