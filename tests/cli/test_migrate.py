"""``simpul migrate`` on a real PostgreSQL."""

from asyncio import to_thread
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from hub.cli import app
from hub.cli.exits import FAILED, STOPPED
from hub.embedded.ports import any_free
from hub.store.engine import engine
from hub.store.migrate import newest


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("SIMPUL_HOME", str(tmp_path / "home"))
    return CliRunner()


def migrate(run: CliRunner, dsn: str, *options: str) -> Result:
    return run.invoke(app, ["migrate", *options], env={"SIMPUL_DATABASE": dsn})


def test_newest_schema_passes_the_check_and_may_be_migrated_again(run: CliRunner, database: str) -> None:
    for options in (["--check"], [], ["--check"]):
        done = migrate(run, database, *options)
        assert (done.exit_code, done.output) == (0, f"Skema basis data: {newest()}.\n")


async def test_older_schema_fails_the_check_and_says_what_to_do(run: CliRunner, database: str) -> None:
    base = engine(database)
    async with base.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    await base.dispose()
    # The command has an event loop of its own.
    done = await to_thread(migrate, run, database, "--check")
    assert (done.exit_code, "Jalankan: simpul migrate" in done.output) == (STOPPED, True)


def test_database_that_is_away_is_a_sentence(run: CliRunner) -> None:
    done = migrate(run, f"postgresql://simpul@127.0.0.1:{any_free()[0]}/simpul")
    assert (done.exit_code, "PostgreSQL tidak menjawab" in done.output) == (FAILED, True)
