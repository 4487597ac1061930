"""Rows of a CSV file as spreadsheets export it: Indonesian ones write `;`, others `,` or a tab."""

import csv
from collections.abc import Iterator, Mapping
from typing import Any, Final, TextIO

from hub.connector import CannotReadError

DELIMITERS: Final = (";", ",", "\t")
_QUOTE: Final = '"'


def csv_rows(file: TextIO, delimiter: str | None) -> Iterator[tuple[str, Mapping[str, Any] | None, str]]:
    """(place, fields, fault) of every row below the header; empty lines are passed over.

    Raises:
        CannotReadError: there is no header, or the quotes do not match.
    """
    head = file.readline()
    names = next(csv.reader([head], delimiter=delimiter or sniffed(head)), [])
    names = [name.strip() for name in names]
    if not any(names) or len(set(names)) != len(names):
        raise CannotReadError("Baris pertama CSV harus berisi nama kolom, masing-masing satu kali.")
    reader = csv.reader(file, delimiter=delimiter or sniffed(head), strict=True)
    try:
        for cells in reader:
            place = f"baris {reader.line_num + 1}"
            if len(cells) == len(names):
                yield place, dict(zip(names, cells, strict=True)), ""
            elif cells:
                yield place, None, f"punya {len(cells)} kolom, seharusnya {len(names)}"
    except csv.Error as error:
        raise CannotReadError(f"CSV rusak pada baris {reader.line_num + 1}: tanda kutip tidak berpasangan.") from error


def sniffed(head: str) -> str:
    """The delimiter that stands most often in the header, quoted names left out."""
    outside = "".join(head.split(_QUOTE)[::2])
    return max(DELIMITERS, key=outside.count)
