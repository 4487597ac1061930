"""The slow, exact look at JSON text, for what the fast reader cannot see: keys given twice, NUL, NaN. Used on suspicion alone."""

import json
from typing import Any, Final

from pydantic_core import from_json

from schemas.errors import Code, Unreadable

DEEPEST: Final = "recursion limit"
"""pydantic's parser stops at 200 levels and says so in these words."""


class _Twice(ValueError):  # noqa: N818 -- never leaves this file
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Twice
    return found


def refuse_duplicates(value: bytes) -> None:
    """Refuse valid JSON in which an object has a key twice: readers disagree about which one counts.

    Raises:
        Unreadable: DUPLICATE_KEY.
    """
    try:
        json.loads(value, object_pairs_hook=_once)
    except _Twice:
        raise Unreadable(Code.DUPLICATE_KEY, "Ada isian yang ditulis dua kali dalam satu objek JSON.") from None


def refuse_nul(value: bytes) -> None:
    r"""Refuse valid JSON in which a string holds U+0000, which PostgreSQL cannot keep; ``\\u0000``, an escaped backslash, is no NUL.

    Raises:
        Unreadable: NUL.
    """
    without_backslashes = json.dumps(json.loads(value), ensure_ascii=False).replace(r"\\", "")
    if r"\u0000" in without_backslashes:
        raise Unreadable(Code.NUL, "Karakter NUL (\\u0000) tidak diterima di mana pun.")


def refuse_broken(value: bytes) -> None:
    """Refuse what is no strict JSON in UTF-8. The message names the place, never the content.

    Raises:
        Unreadable: NOT_UTF8, TOO_DEEP or BROKEN_JSON.
    """
    try:
        value.decode()
    except UnicodeDecodeError as error:
        raise Unreadable(Code.NOT_UTF8, f"Teks bukan UTF-8 mulai bita ke-{error.start + 1}.") from None
    try:
        from_json(value, allow_inf_nan=False)
    except ValueError as error:
        if DEEPEST in str(error):
            raise Unreadable(Code.TOO_DEEP, "JSON bersarang terlalu dalam.") from None
        place = str(error).rpartition(" at ")[2].replace("line", "baris").replace("column", "kolom")
        raise Unreadable(Code.BROKEN_JSON, f"Bukan JSON yang sah ({place}).") from None
