"""Moving the demo's clock: midnight by midnight, each worked off before the next: so a year can be played, and alerts open in March."""

import calendar
import datetime as dt
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

from hub import clock
from hub.alerts.evaluator import Evaluator
from hub.alerts.main import settle
from hub.alerts.rules import RULES
from hub.errors import StopError, TryLaterError
from hub.settings import Settings
from hub.store.order import Days, instant, moment

_STEP: Final = re.compile(r"(\d{1,4})(mo|d|w|y)")
_NEWS: Final = """
SELECT CASE WHEN a.restricted THEN 'terbatas' ELSE a.rule END, j.transition, count(*)
FROM alert_journal j JOIN alert a ON a.no = j.alert WHERE j.no > $1 GROUP BY 1, 2 ORDER BY 1, 2
"""
_LAST: Final = "SELECT coalesce(max(no), 0) FROM alert_journal"

Unread = Callable[[], Awaitable[int]]
"""How many events lie in Kafka and are not in the log yet."""


class Midnight(NamedTuple):
    """What the beginning of a day did: (rule, transition, how many)."""

    day: dt.date
    news: tuple[tuple[str, str, int], ...]


def after(now: dt.datetime, step: str) -> dt.datetime:
    """The moment so much later: 90d, 12w, 3mo, 1y; months and years keep the day where the month has it.

    Raises:
        StopError: this is no span of time.
    """
    found = _STEP.fullmatch(step)
    if found is None:
        raise StopError(f"'{step}' bukan jangka waktu. Contoh: 90d (hari), 12w (pekan), 3mo (bulan), 1y (tahun).")
    count, unit = int(found[1]), found[2]
    if unit in "dw":
        return now + dt.timedelta(days=count * (7 if unit == "w" else 1))
    try:
        return _months_later(now, count * (12 if unit == "y" else 1))
    except ValueError as why:
        raise StopError(f"'{step}' melewati tahun 9999; sebutkan jangka waktu yang lebih pendek.") from why


def _months_later(now: dt.datetime, count: int) -> dt.datetime:
    months = now.month - 1 + count
    year, month = now.year + months // 12, months % 12 + 1
    return now.replace(year=year, month=month, day=min(now.day, calendar.monthrange(year, month)[1]))


async def play(connection: Any, settings: Settings, to: dt.datetime, unread: Unread, heard: Callable[[Midnight], None]) -> None:
    """Moves the clock forward to `to`, and tells of every midnight on the way.

    Raises:
        StopError: time is real here, or `to` has passed already.
        TryLaterError: something is unread: what it says belongs to the time before the jump.
    """
    if not await clock.simulated(connection):
        raise StopError("Jam daerah ini adalah waktu sebenarnya dan tidak dapat dimajukan; itu hanya mungkin pada data contoh.")
    if instant(to) <= await clock.instant(connection):
        raise StopError("Jam hanya dapat maju; saat itu sudah lewat.")
    evaluator = Evaluator(connection, settings, RULES)
    await _caught_up(evaluator, unread)
    days = Days(settings.tz)
    today, last = days.day(await clock.instant(connection)), days.day(instant(to))
    known = await connection.fetchval(_LAST)
    for ahead in range(1, (last - today).days + 1):
        day = today + dt.timedelta(days=ahead)
        await clock.move(connection, days.instant(day))
        await settle(evaluator)
        heard(Midnight(day, tuple(tuple(row) for row in await connection.fetch(_NEWS, known))))
        known = await connection.fetchval(_LAST)
    await clock.move(connection, instant(to))


async def _caught_up(evaluator: Evaluator, unread: Unread) -> None:
    if waiting := await unread():
        raise TryLaterError(f"Masih ada {waiting} peristiwa yang belum dibaca dari Kafka; tunggu sampai habis, lalu ulangi.")
    await settle(evaluator)


def local(at: int, settings: Settings) -> dt.datetime:
    """An instant in the region's zone."""
    return moment(at).astimezone(settings.tz)
