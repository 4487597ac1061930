"""No NIP or NIK in a key: keys stand in headers, logs and URLs (design.md 3)."""

import re
from typing import Final

from pydantic_core import PydanticCustomError

from schemas.identity import read_asn_number, read_nik

NIK_DIGITS: Final = 16
_NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{16}|[0-9]{18})(?![0-9])")


def holds_person_number(text: str, *, nik: bool = True) -> bool:
    """Whether a run of digits in the text can be a NIP, an NI PPPK or (where asked) a NIK.

    Ids are not asked for a NIK: a change stamp in microseconds has 16 digits, and one in fifteen would look like one.
    """
    return any(_is_number(found.group(), nik=nik) for found in _NUMBER.finditer(text))


def _is_number(digits: str, *, nik: bool) -> bool:
    if len(digits) == NIK_DIGITS and not nik:
        return False
    try:
        (read_nik if len(digits) == NIK_DIGITS else read_asn_number)(digits)
    except PydanticCustomError:
        return False
    return True
