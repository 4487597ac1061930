"""``simpul clock``: the hub's time; in the demo it can be moved."""

import asyncio
import datetime as dt
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, Final

import typer

from hub import clock as hub_clock
from hub.alerts import main
from hub.alerts.playing import Midnight, after, local, play
from hub.behind import Behind
from hub.bus.unread import Unread
from hub.cli.context import say, settings, wait_for
from hub.errors import StopError, TryLaterError
from hub.settings import Settings

app = typer.Typer()

PATIENCE_S: Final = 30.0
"""So long events may still be on their way to the log before the command gives up."""
WORDS: Final = {
    "opened": "dibuka",
    "reopened": "dibuka lagi",
    "changed": "berubah",
    "resolved": "selesai",
    "withdrawn": "ditarik",
}


@app.callback(invoke_without_command=True)
def clock(context: typer.Context) -> None:
    """Jam hub: tenggat, TMT, dan peringatan mengikutinya.

    Pada daerah sungguhan jam ini adalah waktu sebenarnya. Pada data contoh ia dapat dimajukan, tidak pernah mundur.
    """
    if context.invoked_subcommand is None:
        show()


@app.command()
def show() -> None:
    """Menampilkan jam hub."""
    wait_for(_show(settings()))


@app.command()
def advance(
    span: Annotated[str | None, typer.Argument(metavar="JANGKA", help="90d, 12w, 3mo, atau 1y.")] = None,
    to: Annotated[str | None, typer.Option(metavar="TANGGAL", help="Sampai pukul 00.00 tanggal ini, misalnya 2026-04-06.")] = None,
) -> None:
    """Memajukan jam data contoh, tengah malam demi tengah malam, dan menyebut peringatan yang berubah pada setiap harinya."""
    if (span is None) == (to is None):
        raise StopError("Sebutkan jangka waktu (misalnya 3mo) atau --to TANGGAL, salah satu.")
    wait_for(_advance(settings(), span, to))


@asynccontextmanager
async def _connected(told: Settings) -> AsyncIterator[Any]:
    try:
        connection = await main.connect(told)
        try:
            yield connection
        finally:
            await connection.close()
    except main.AWAY as error:
        raise TryLaterError("PostgreSQL tidak menjawab, atau skemanya belum diperbarui. Periksa dengan `simpul doctor`.") from error


async def _show(told: Settings) -> None:
    async with _connected(told) as connection:
        now, simulated = await hub_clock.instant(connection), await hub_clock.simulated(connection)
    kind = "data contoh, dapat dimajukan" if simulated else "waktu sebenarnya"
    say(f"{hub_clock.told(now, told.tz)} ({kind})")


async def _advance(told: Settings, span: str | None, to: str | None) -> None:
    behind = Behind(told)
    try:
        async with _connected(told) as connection:
            now = local(await hub_clock.instant(connection), told)
            target = _midnight(to, told) if span is None else after(now, span)
            total = Counter[str]()
            await play(connection, told, target, lambda: _unread(behind, connection), lambda midnight: _tell(midnight, total))
            say(f"Sekarang {hub_clock.told(await hub_clock.instant(connection), told.tz)}. {_sum(total)}")
            failing = [rule for (rule,) in await connection.fetch("SELECT DISTINCT rule FROM rule_retry ORDER BY rule")]
            if failing:
                say(f"Belum lengkap: aturan {', '.join(failing)} gagal dinilai dan akan dicoba lagi. Lihat catatan proses evaluator.")
    finally:
        await behind.close()


async def _unread(behind: Behind, connection: Any) -> int:
    """Nothing, once everything is read; that may take a moment after the last event.

    Raises:
        TryLaterError: it takes longer; what is in the way is named.
    """
    give_up = time.monotonic() + PATIENCE_S
    while left := await behind.unread(connection):
        if time.monotonic() > give_up:
            raise TryLaterError(await _in_the_way(connection, left))
        await asyncio.sleep(0.2)
    return 0


async def _in_the_way(connection: Any, left: list[Unread]) -> str:
    paused = {topic for (topic,) in await connection.fetch("SELECT topic FROM topic_pause")}
    topics = ", ".join(f"{one.topic} ({one.events}{', dijeda' if one.topic in paused else ''})" for one in left)
    hint = "Topik yang dijeda diteruskan dengan `simpul topics resume`." if paused else "Pastikan proses consumer berjalan, lalu ulangi."
    return f"Jam belum dimajukan: masih ada peristiwa yang belum dibaca dari Kafka: {topics}. {hint}"


def _midnight(day: str | None, told: Settings) -> dt.datetime:
    try:
        return dt.datetime.combine(dt.date.fromisoformat(day or ""), dt.time(), told.tz)
    except ValueError as why:
        raise StopError(f"'{day}' bukan tanggal. Contoh: 2026-04-06.") from why


def _tell(midnight: Midnight, total: "Counter[str]") -> None:
    for rule, transition, count in midnight.news:
        total[transition] += count
        say(f"{midnight.day}  {rule} {WORDS[transition]}: {count}")


def _sum(total: "Counter[str]") -> str:
    return ", ".join(f"{count} {WORDS[transition]}" for transition, count in sorted(total.items())) or "Tidak ada peringatan yang berubah."
