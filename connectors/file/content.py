"""A file before it is understood: its fingerprint, and how its text is written."""

import codecs
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from hub.connector import CannotReadError

PIECE: Final = 1 << 20


class Content(NamedTuple):
    """A file that was looked at once from end to end.

    Attributes:
        sha256: of its bytes, hexadecimal.
        encoding: UTF-8 with or without a mark, else Windows-1252, in which older spreadsheets export.
    """

    path: Path
    sha256: str
    encoding: str


def examine(path: Path) -> Content:
    """Looks at a file, a piece at a time.

    Raises:
        CannotReadError: it is not there, or may not be read.
    """
    digest, utf8, is_utf8 = sha256(), codecs.getincrementaldecoder("utf-8")(), True
    try:
        for piece in _pieces(path):
            digest.update(piece)
            if is_utf8:
                is_utf8 = _decodes(utf8, piece)
    except OSError as error:
        raise CannotReadError(f"Berkas {path} tidak dapat dibaca: {error.strerror}.") from error
    return Content(path, digest.hexdigest(), "utf-8-sig" if is_utf8 and _decodes(utf8, b"", final=True) else "cp1252")


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True
