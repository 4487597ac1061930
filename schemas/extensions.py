"""Extension attributes: those of a CloudEvent that the envelope does not name. Well-formed ones pass; there are few, so Python may look."""

import re
from collections.abc import Mapping
from typing import Any, Final

from schemas.errors import Code, Unreadable
from schemas.faults import SAFE_NAME

MAX_EXTENSIONS: Final = 20
LONGEST: Final = 1024
NAME: Final = re.compile(r"^[a-z0-9]{1,20}\Z")
_RULE: Final = "Atribut tambahan: nama huruf kecil dan angka, paling banyak 20; nilai teks, bilangan bulat 32 bit, atau true/false."


def refuse_extensions(extensions: Mapping[str, Any]) -> None:
    """Refuse what CloudEvents does not allow as an attribute; null counts as absent.

    Raises:
        Unreadable: UNKNOWN_FIELD for binary data, else WRONG_FIELD.
    """
    if "data_base64" in extensions:
        sentence = "Isi biner (data_base64) tidak diterima; kirim isi JSON dalam data."
        raise Unreadable(Code.UNKNOWN_FIELD, sentence, "/data_base64")
    if len(extensions) > MAX_EXTENSIONS:
        raise Unreadable(Code.WRONG_FIELD, f"Paling banyak {MAX_EXTENSIONS} atribut tambahan.")
    for name, value in extensions.items():
        if not NAME.match(name) or not _is_value(value):
            raise Unreadable(Code.WRONG_FIELD, _RULE, f"/{name}" if SAFE_NAME.match(name) else "")


def _is_value(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST
    return value is None or isinstance(value, bool) or (isinstance(value, int) and -(2**31) <= value < 2**31)
