"""The servers: do they answer, are they new enough, is the schema the one that this program expects."""

import asyncio
import datetime as dt
from urllib.parse import urlsplit

import asyncpg

from hub.doctor.finding import Finding, bad, good, note
from hub.settings import Settings
from hub.store import migrate

OLDEST_POSTGRES = 17
FAR_APART = dt.timedelta(seconds=5)
_TIMEOUT_S = 5.0
_START = "Bila hub belum dinyalakan, jalankan `simpul up`; bila sudah, periksa alamat dan server itu."


async def database_answers(settings: Settings) -> Finding:
    """PostgreSQL answers, is new enough, has our schema, and its clock is ours."""
    place = urlsplit(settings.dsn)
    where = f"PostgreSQL di {place.hostname}:{place.port or 5432}{place.path}"
    try:
        connection = await asyncpg.connect(settings.dsn, timeout=_TIMEOUT_S)
    except (OSError, TimeoutError, asyncpg.PostgresError) as why:
        return note(f"{where} tidak menjawab ({why or type(why).__name__}).", _START)
    try:
        version = connection.get_server_version()
        now = await connection.fetchval("SELECT clock_timestamp()")
    finally:
        await connection.close()
    if version.major < OLDEST_POSTGRES:
        return bad(f"{where} versi {version.major}.", f"Simpul memerlukan PostgreSQL {OLDEST_POSTGRES} atau lebih baru.")
    apart = abs(now - dt.datetime.now(dt.UTC))
    if apart > FAR_APART:
        return bad(f"Jam {where} berbeda {apart.total_seconds():.0f} detik dari mesin ini.", "Nyalakan NTP di kedua mesin.")
    return await _schema_is_newest(settings, f"{where}, versi {version.major}.{version.minor}")


async def _schema_is_newest(settings: Settings, where: str) -> Finding:
    has, wants = await migrate.current(settings.dsn), migrate.newest()
    if has != wants:
        return bad(f"{where}: skema {has or 'belum ada'}, seharusnya {wants}.", "Jalankan `simpul up`; skema diperbarui lebih dahulu.")
    return good(f"{where}, skema {has}.")


async def kafka_answers(settings: Settings) -> Finding:
    """Each of Kafka's bootstrap servers takes connections."""
    silent = [address for address in settings.kafka.split(",") if not await _takes_connections(*_host_and_port(address))]
    if silent:
        return note(f"Kafka di {', '.join(silent)} tidak menjawab.", _START)
    return good(f"Kafka di {settings.kafka} menjawab.")


async def page_answers(settings: Settings) -> Finding:
    """The pages answer."""
    where = f"http://{settings.host}:{settings.port}"
    if not await _takes_connections(settings.host, settings.port):
        return note(f"Halaman di {where} tidak menjawab.", _START)
    return good(f"Halaman di {where} menjawab.")


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.strip().rpartition(":")
    return host, int(port)


async def _takes_connections(host: str, port: int) -> bool:
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), _TIMEOUT_S)
    except (OSError, TimeoutError):
        return False
    writer.close()
    await writer.wait_closed()
    return True
