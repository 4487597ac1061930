"""The values of an alert as people read them: limits as days, amounts as rupiah, counts as numbers, each with its label."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from hub.web import words
from hub.web.formats import DASH, Formats, number, rupiah

LABELS: Final = {
    "clock": "Jam",
    "since": "Sejak",
    "acting_since": "Plt sejak",
    "limit": "Batas",
    "extended_until": "Diperpanjang sampai",
    "letter_by": "Surat paling lambat",
    "signed": "Ditandatangani",
    "signing_as": "Sebagai",
    "number": "Nomor",
    "amount": "Jumlah",
    "period": "Masa",
    "pay": "Pembayaran",
    "paid": "Dibayar",
    "status": "Status pegawai",
    "allowed_hk": "Hari kerja diberikan",
    "paused_hk": "Hari kerja ditunda",
    "level": "Tingkat",
    "escalates_to": "Naik ke",
}
"""In the order in which pages show them."""
_WORDS: Final = {"status": words.STATUS, "pay": words.PAY, "signing_as": words.SIGNING}
_MONEY: Final = frozenset({"amount", "total", "basic", "pagu", "spent"})
_PLACE: Final = re.compile(r"\{(\w+)(?::\w+)?\}")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH: Final = re.compile(r"\d{4}-\d\d")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*[Z+\-].*")


class Shown(NamedTuple):
    """A value with its label."""

    label: str
    text: str


def shown(values: Mapping[str, Any], formats: Formats) -> list[Shown]:
    """Every value that says something: the known ones in the order of `LABELS`, then the others."""
    order = [*(name for name in LABELS if name in values), *sorted(values.keys() - LABELS.keys())]
    return [Shown(_label(name), text) for name in order if (text := one(name, values[name], formats))]


def _label(name: str) -> str:
    return LABELS.get(name, name.replace("_", " ").capitalize())


def filled(sentence: str, values: Mapping[str, Any], formats: Formats) -> str:
    """A rule's sentence with its values in place: `{limit:tanggal}`, `{period}`."""
    return _PLACE.sub(lambda found: one(found.group(1), values.get(found.group(1)), formats) or DASH, sentence)


def one(name: str, value: Any, formats: Formats) -> str:
    """A value as text; "" for what is absent."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if name in _WORDS:
        return words.word(_WORDS[name], str(value))
    if name in _MONEY:
        return _money(value)
    if isinstance(value, int | float):
        return number(value, 0 if isinstance(value, int) else 1)
    return _text(str(value), formats)


def _money(value: Any) -> str:
    try:
        return rupiah(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _text(value: str, formats: Formats) -> str:
    try:
        if _DAY.fullmatch(value):
            return formats.day(dt.date.fromisoformat(value))
        if _MONTH.fullmatch(value):
            return formats.whole_month(dt.date.fromisoformat(f"{value}-01"))
        if _MOMENT.fullmatch(value):
            return formats.moment(dt.datetime.fromisoformat(value))
    except ValueError:
        return value
    return value
