"""The rows of a file, one at a time: memory does not grow with the file."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from connectors.file.content import Content
from connectors.file.csv_rows import csv_rows
from connectors.file.json_rows import array, lines

Format = Literal["json", "jsonl", "csv"]


class Row(NamedTuple):
    """A row.

    Attributes:
        number: its place among the rows, from 1.
        place: where a person finds it: `baris 17` of a CSV file counts lines, of JSON elements.
        fields: by the names of the columns; None where the row is broken.
        fault: then, what is wrong.
    """

    number: int
    place: str
    fields: Mapping[str, Any] | None
    fault: str = ""


def rows(content: Content, form: Format, delimiter: str | None) -> Iterator[Row]:
    """All rows of a file.

    Raises:
        CannotReadError: the file as a whole is not what it should be.
    """
    with content.path.open(encoding=content.encoding, errors="replace", newline="") as file:
        found = csv_rows(file, delimiter) if form == "csv" else array(file.read) if form == "json" else lines(file)
        for number, (place, fields, fault) in enumerate(found, 1):
            yield Row(number, place, fields, fault)
