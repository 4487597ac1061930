"""What a rule stands on: its law, and its limits as data with dates and a source."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, Generic, TypeVar

from hub.errors import SetAsideError

Value = int | Decimal | str
V = TypeVar("V", int, Decimal, str)
SIMPUL: Final = "Nilai awal Simpul; dapat diubah dengan keputusan daerah"
"""Source of a limit that no law sets."""


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True)
class Law:
    """A provision that a rule watches.

    Attributes:
        regulation: number and year, as officials cite it.
        article: what it says, in Indonesian.
        source: where the text or its content was read.
    """

    regulation: str
    article: str
    source: str


@dataclass(frozen=True)
class Parameter(Generic[V]):
    """A limit of a rule, in force from a day on; `parameter-set` events override it from their own day on.

    Attributes:
        name: as in `parameter-set`.
        value: in force from `since`; its type is the type of every later value.
        law: regulation or decision that sets it.
        meaning: in Indonesian, with the unit.
    """

    name: str
    value: V
    since: dt.date
    law: str
    meaning: str

    def read(self, said: str) -> Value:
        """A value as an event says it.

        Raises:
            SetAsideError: it is not of this parameter's type.
        """
        kind = type(self.value)
        try:
            return kind(said.strip())
        except (ValueError, InvalidOperation) as why:
            raise SetAsideError("parameter", f"Nilai parameter {self.name} harus {_KINDS[kind]}.") from why


_KINDS: Final[dict[type, str]] = {int: "bilangan bulat", Decimal: "bilangan", str: "teks"}
