"""Sentences of rules, filled with values: `{limit:tanggal}` in "batasnya {limit:tanggal}"."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from string import Formatter
from typing import Any, Final

from babel.dates import format_date
from babel.numbers import format_currency

LOCALE: Final = "id_ID"
UNKNOWN: Final = "(belum diketahui)"


class _Words(Formatter):
    """Formats: `tanggal` (a day), `rupiah` (an amount as text), none (as it is). A value that is not known says so."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key)) if isinstance(key, str) else super().get_value(key, args, kwargs)

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            return UNKNOWN
        if format_spec == "tanggal":
            return str(format_date(dt.date.fromisoformat(value), "d MMMM y", locale=LOCALE))
        if format_spec == "rupiah":
            return str(format_currency(Decimal(value), "IDR", locale=LOCALE))
        return str(super().format_field(value, format_spec))


def fill(sentence: str, values: Mapping[str, Any]) -> str:
    """The sentence with its values.

    Raises:
        ValueError: a format that is none of ours.
    """
    return _Words().vformat(sentence, (), values)
