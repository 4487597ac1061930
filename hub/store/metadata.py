"""The one MetaData on which every stage declares its tables, and the column types that rows share."""

from decimal import Decimal
from typing import Any, Final

from sqlalchemy import BigInteger, Dialect, MetaData
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

HOT: Final = 70
"""Fill factor of tables whose rows are updated in place: room on the page keeps updates HOT (measured: 8.8 instead of 26 µs a row)."""


class Sen(TypeDecorator[Decimal]):
    """Money as a whole number of sen (1/100 rupiah) in the database, as Decimal rupiah to readers. int8 holds 92 quadrillion rupiah."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:  # noqa: ARG002 -- SQLAlchemy's signature
        return None if value is None else int(Decimal(value) * 100)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 -- SQLAlchemy's signature
        return None if value is None else Decimal(value) / 100
