"""Rows of a JSON array or of JSON lines. An array is read through a window, so that a file of gigabytes needs the memory of one row."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NoReturn

from hub.connector import CannotReadError

PIECE: Final = 65_536
LARGEST: Final = 4 * 1024 * 1024
"""Characters of one row; beyond it the file is no list of rows."""
_BLANK: Final = " \t\r\n"

Told = tuple[str, Mapping[str, Any] | None, str]
"""Place, fields, fault."""


def _never(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise _TwiceError
    return fields


class _TwiceError(ValueError):
    """A name stands twice in one row; which of the two counts, nobody can say."""


# Numbers stay text: an amount of money must not pass through a binary float.
_DECODER: Final = json.JSONDecoder(object_pairs_hook=_once, parse_float=str, parse_constant=_never)


class _Window:
    """The text that was read and not yet used."""

    def __init__(self, read: Callable[[int], str]) -> None:
        self._read = read
        self._text = ""
        self._at = 0

    def next(self) -> str:
        """The next character that is no blank; "" at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANK:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def skip(self) -> None:
        self._at += 1

    def value(self) -> Any:
        """The value that begins here.

        Raises:
            ValueError: there is none, or it is larger than a row may be.
        """
        self.next()
        while True:
            try:
                value, self._at = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                if len(self._text) - self._at > LARGEST or not self._more():
                    raise
            else:
                return value

    def _more(self) -> bool:
        piece = self._read(PIECE)
        self._text = self._text[self._at :] + piece
        self._at = 0
        return bool(piece)


def array(read: Callable[[int], str]) -> Iterator[Told]:
    """The elements of a JSON array.

    Raises:
        CannotReadError: the text is no array; what came before the fault was yielded.
    """
    window = _Window(read)
    if window.next() != "[":
        raise CannotReadError("Berkas JSON harus berisi satu daftar: [ {…}, {…} ].")
    window.skip()
    number, more = 0, window.next() != "]"
    while more:
        number += 1
        try:
            value = window.value()
        except (ValueError, RecursionError) as error:
            raise _broken(f"baris {number}", error) from None
        yield _told(f"baris {number}", value)
        following = window.next()
        if following not in {",", "]"}:
            raise CannotReadError(f"JSON rusak sesudah baris {number}: berkas terpotong, atau koma hilang.")
        more = following == ","
        window.skip()


def lines(file: Iterable[str]) -> Iterator[Told]:
    """One JSON object a line; a broken line spoils itself alone."""
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            value = _DECODER.decode(line)
        except (ValueError, RecursionError):
            yield f"baris {number}", None, "bukan JSON yang sah"
        else:
            yield _told(f"baris {number}", value)


def _told(place: str, value: Any) -> Told:
    return (place, value, "") if isinstance(value, dict) else (place, None, "harus objek JSON dengan nama kolom")


def _broken(place: str, error: Exception) -> CannotReadError:
    if isinstance(error, _TwiceError):
        return CannotReadError(f"JSON rusak pada {place}: satu nama kolom ditulis dua kali.")
    return CannotReadError(f"JSON rusak pada {place}.")
