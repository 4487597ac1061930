"""What the heart's tables must agree about: log, event keys, commits, offsets, subjects."""

from typing import Any, Final, NamedTuple


class Count(NamedTuple):
    """One question whose answer must be 0.

    Attributes:
        name: short, in words of the code.
        sentence: in Indonesian, what is wrong where it is not.
        query: counts what is wrong.
        fatal: a rebuild would lose rows: what they came from is not in the log.
    """

    name: str
    sentence: str
    query: str
    fatal: bool = False


COUNTS: Final = (
    Count(
        "keys without events",
        "kunci peristiwa menunjuk ke catatan yang tidak ada",
        "SELECT count(*) FROM event_key k LEFT JOIN event e ON e.pos = k.pos WHERE e.pos IS NULL",
        fatal=True,
    ),
    Count(
        "events without keys",
        "peristiwa di catatan tanpa kunci, atau dengan kunci lain",
        "SELECT count(*) FROM event e LEFT JOIN event_key k ON k.pos = e.pos AND uuid_send(k.k) = substr(e.okey, length(e.okey) - 15) "
        "WHERE k.pos IS NULL",
    ),
    Count(
        "events without subjects",
        "peristiwa di catatan yang objeknya tidak dikenal",
        "SELECT count(*) FROM event e LEFT JOIN subject s ON s.skey = e.skey WHERE s.skey IS NULL",
        fatal=True,
    ),
    Count(
        "events without commits",
        "peristiwa di catatan tanpa nomor simpan",
        "SELECT count(*) FROM event e LEFT JOIN commit c ON c.batch = e.batch WHERE c.batch IS NULL",
    ),
    Count(
        "events beyond offsets",
        "partisi Kafka yang posisinya di belakang peristiwa yang sudah tercatat",
        "SELECT count(*) FROM (SELECT cluster, topic, part, max(off) AS off FROM event GROUP BY cluster, topic, part) e "
        "LEFT JOIN kafka_offset o USING (cluster, topic, part) WHERE o.next IS NULL OR o.next <= e.off",
    ),
)


async def wrong(connection: Any, *, fatal_alone: bool = False) -> list[tuple[Count, int]]:
    """The questions whose answer is not 0, with the answer."""
    asked = [count for count in COUNTS if count.fatal or not fatal_alone]
    answers = [(count, await connection.fetchval(count.query)) for count in asked]
    return [(count, answer) for count, answer in answers if answer]
