"""hub/store/seen.py on a real PostgreSQL."""

from hub.store import seen
from hub.store.engine import connect


async def test_newest_event_of_a_source_is_kept_whatever_the_order_of_batches(database: str) -> None:
    connection = await connect(database)
    numbers = [
        await connection.fetchval(
            "INSERT INTO source (slug, agency, name, domains, scope) VALUES ($1, 'bkpsdm', 'x', '{}', 'own') RETURNING no", slug
        )
        for slug in ("simpeg", "siasn")
    ]
    await seen.note(connection, {numbers[1]: 50, numbers[0]: 20})
    await seen.note(connection, {numbers[0]: 10})
    await seen.note(connection, {})
    assert await connection.fetch("SELECT source, received FROM source_seen ORDER BY source") == [(numbers[0], 20), (numbers[1], 50)]
    await connection.close()
