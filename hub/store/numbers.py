"""Small numbers for names that come again in every row: event types, topics, Kafka clusters."""

from typing import Any, Final

_TABLES: Final = {"event_type": "name", "topic": "name", "cluster": "id"}


class Numbers:
    """The numbers of one table, remembered; a new name gets one at once, outside of the caller's transaction."""

    def __init__(self, table: str) -> None:
        self._column = _TABLES[table]
        self._table = table
        self._known: dict[str, int] = {}
        self._names: dict[int, str] = {}

    async def load(self, connection: Any, names: set[str]) -> None:
        """Makes sure that every name has its number. Call it outside of a transaction: others must see the numbers at once."""
        if names <= self._known.keys():
            return
        # A plain INSERT … ON CONFLICT would draw a number of the sequence for every name that is there already, and int2 ends at 32,767.
        await connection.execute(
            f"INSERT INTO {self._table} ({self._column}) SELECT n FROM unnest($1::text[]) n "  # noqa: S608 -- table and column are ours
            f"WHERE NOT EXISTS (SELECT FROM {self._table} t WHERE t.{self._column} = n) ON CONFLICT DO NOTHING",
            sorted(names - self._known.keys()),
        )
        for number, name in await connection.fetch(f"SELECT no, {self._column} FROM {self._table}"):  # noqa: S608 -- ours
            self._known[name] = number
            self._names[number] = name

    def __getitem__(self, name: str) -> int:
        return self._known[name]

    def name(self, number: int) -> str:
        """The name with this number."""
        return self._names[number]
