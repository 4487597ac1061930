"""Queries made once: SQLAlchemy writes the text at the start, asyncpg runs it. Building a query at each call costs more than asking it."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.sql import ClauseElement

_DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves its dialects' constructors bare


_INNERMOST: Final = re.compile(r"\(([^()]*)\)")
_COMMA: Final = re.compile(r"\bFROM\s[^,]*?,", re.IGNORECASE)
_AFTER_FROM: Final = re.compile(r"\b(?:WHERE|ORDER BY|GROUP BY|LIMIT|UNION)\b", re.IGNORECASE)


class Statement(NamedTuple):
    """The text of a query with $1, $2, …, the names of its arguments in their order, and the values of those that never change."""

    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """The values in order; KeyError for a name that neither `values` nor the query itself has."""
        return [self.constants[name] if name in self.constants else values[name] for name in self.names]

    async def fetch(self, connection: Any, values: Mapping[str, Any]) -> list[Any]:
        rows: list[Any] = await connection.fetch(self.sql, *self.arguments(values))
        return rows


def compiled(query: ClauseElement) -> Statement:
    """The text of a query. Parameters without a value are the arguments of each call.

    Raises:
        ValueError: a part of the query is not joined to the rest. SQLAlchemy adds a table that an inner query does not correlate to that
            query's own FROM, where it stands for all of its rows: `correlate_except` is missing.
    """
    made = query.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    constants = {name: value for name, value in made.params.items() if value is not None}
    _all_joined(str(made))
    return Statement(str(made), tuple(made.positiontup or ()), constants)  # type: ignore[attr-defined]  # of SQLCompiler


def _all_joined(sql: str) -> None:
    """No FROM has a comma: looked at from the innermost parentheses outwards, each replaced by a word once it was seen."""
    while True:
        parts = [*_INNERMOST.findall(sql), sql if "(" not in sql else ""]
        for part in parts:
            for clause in re.split(r"(?i)(?=\bFROM\b)", part):
                if _COMMA.match(_AFTER_FROM.split(clause)[0]):
                    raise ValueError(f"a table is not joined: {clause.strip()}")
        if "(" not in sql:
            return
        sql = _INNERMOST.sub("_", sql)
