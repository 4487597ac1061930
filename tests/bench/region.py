"""The benchmark's region: a database with its sources, a home with its master key, and the processes' environment."""

import os
import secrets
from pathlib import Path

import asyncpg
from pydantic import SecretStr

from hub.keys.vault import write_master
from hub.settings import Settings
from hub.store.migrate import upgrade
from tests.bench.events import AGENCIES, DOMAINS, REGION
from tests.servers import Servers

PREFIX = "bench."
PARTITIONS = 6


def topics() -> list[str]:
    """The 120 topics of the region, without prefix."""
    return [f"{domain}.opd-{number:02d}" for domain in DOMAINS for number in range(AGENCIES)]


def make_home(folder: Path) -> Path:
    """A home folder with a master key."""
    home = folder / "home"
    write_master(home / "keys" / "master.key")
    return home


async def make_database(servers: Servers) -> str:
    """A fresh, migrated database in which every source of the stream is registered; its address."""
    name = f"bench_{secrets.token_hex(4)}"
    admin = await asyncpg.connect(servers.admin_dsn)
    await admin.execute(f'CREATE DATABASE "{name}" OWNER simpul')
    await admin.close()
    dsn = servers.database(name)
    await upgrade(dsn)
    connection = await asyncpg.connect(dsn)
    sources = [(f"{domain}-opd-{n:02d}", f"opd-{n:02d}", [domain]) for domain in DOMAINS for n in range(AGENCIES)]
    await connection.executemany("INSERT INTO source (slug, agency, name, domains, scope) VALUES ($1, $2, $1, $3, 'region')", sources)
    await connection.close()
    admin = await asyncpg.connect(servers.admin_dsn)
    await admin.execute("CHECKPOINT")
    await admin.close()
    return dsn


async def drop_database(servers: Servers, dsn: str) -> None:
    admin = await asyncpg.connect(servers.admin_dsn)
    await admin.execute(f'DROP DATABASE "{dsn.rpartition("/")[2]}" WITH (FORCE)')
    await admin.close()


def settings(servers: Servers, dsn: str, home: Path) -> Settings:
    return Settings(
        region=REGION, database=SecretStr(dsn), kafka=servers.bootstrap, topic_prefix=PREFIX, partitions=PARTITIONS, home=home, port=0
    )


def environment(told: Settings, process: str) -> dict[str, str]:
    """The environment of one process of the hub."""
    own = {
        "SIMPUL_DATABASE": told.dsn,
        "SIMPUL_KAFKA": told.kafka,
        "SIMPUL_TOPIC_PREFIX": told.topic_prefix,
        "SIMPUL_PARTITIONS": str(told.partitions),
        "SIMPUL_REGION": told.region,
        "SIMPUL_HOME": str(told.home),
        "SIMPUL_PORT": str(told.port),
        "SIMPUL_PROCESS": process,
    }
    return {**os.environ, **own}
