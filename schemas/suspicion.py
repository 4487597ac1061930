r"""Cheap looks that may suspect too much, never too little; what they suspect is then looked at exactly.

They use the regular expressions of pydantic's own engine: 0.3 µs for 600 bytes, where ``bytes.find`` takes 1 and ``re`` takes 2.
"""

from typing import Final

from pydantic_core import SchemaValidator, core_schema


def _finder(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=pattern))


_ODD: Final = _finder(r"[ \n\t\r]:|\\u0000")
_LONG_NUMBER: Final = _finder(r"[0-9]{16}")


def is_odd(value: bytes) -> bool:
    r"""Whether JSON text may hold a blank before the colon of a key, or ``\u0000``."""
    return _ODD.isinstance_python(value)


def has_long_number(text: str) -> bool:
    """Whether a text holds 16 digits in a row, as a NIK or a NIP does."""
    return _LONG_NUMBER.isinstance_python(text)
