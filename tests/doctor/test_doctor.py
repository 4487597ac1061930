"""``simpul doctor``: each thing that is wrong is found, with what to do."""

import socket
from pathlib import Path

import pytest
from pydantic import SecretStr

from hub import doctor, home
from hub.doctor import folder as folder_checks
from hub.doctor import programs
from hub.doctor.finding import Weight
from hub.doctor.folder import folder_is_private, master_key_is_there, room_is_left
from hub.doctor.servers import database_answers, kafka_answers, page_answers
from hub.embedded import ports
from hub.keys.vault import write_master
from hub.settings import Settings
from tests.servers import Servers


@pytest.fixture
def made(settings: Settings) -> Settings:
    """Settings of a home that init has prepared."""
    home.make(settings.home)
    write_master(settings.master_key_file)
    home.fix(settings)
    return settings


async def test_prepared_home_on_answering_servers_has_nothing_wrong(made: Settings) -> None:
    with socket.create_server((ports.LOOPBACK, 0)) as page:
        answering = made.model_copy(update={"port": page.getsockname()[1]})
        found = [finding async for finding in doctor.examine(answering)]
    assert [finding.said for finding in found if finding.weight is Weight.BAD] == []
    assert len(found) == 9


async def test_servers_of_somebody_else_need_no_programs_of_ours() -> None:
    assert len(doctor.checks(frozenset({"kafka", "database"}))) == 6


async def test_home_without_init_is_told_to_init(settings: Settings) -> None:
    assert [(await check(settings)).weight for check in (folder_is_private, master_key_is_there)] == [Weight.BAD, Weight.BAD]


async def test_folder_that_others_can_read_is_wrong(made: Settings) -> None:
    made.home.chmod(0o755)
    found = await folder_is_private(made)
    assert (found.weight, found.advice) == (Weight.BAD, f"Jalankan: chmod go-rw {made.home}")


async def test_master_key_that_others_can_read_is_wrong(made: Settings) -> None:
    made.master_key_file.chmod(0o640)
    found = await master_key_is_there(made)
    assert (found.weight, found.advice) == (Weight.BAD, f"Jalankan: chmod 600 {made.master_key_file}")


@pytest.mark.parametrize("content", ["not base64", "c2hvcnQ="])
async def test_file_that_is_no_master_key_is_wrong(made: Settings, content: str) -> None:
    made.master_key_file.write_text(content)
    assert (await master_key_is_there(made)).weight is Weight.BAD


async def test_disk_without_room_is_wrong(made: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_checks, "LEAST_GB", 1e9)
    assert (await room_is_left(made)).weight is Weight.BAD
    monkeypatch.setattr(folder_checks, "LEAST_GB", 0)
    monkeypatch.setattr(folder_checks, "ENOUGH_GB", 1e9)
    assert (await room_is_left(made)).weight is Weight.NOTE


async def test_database_without_the_schema_is_wrong(made: Settings, servers: Servers) -> None:
    empty = made.model_copy(update={"database": SecretStr(servers.database("simpul"))})
    found = await database_answers(empty)
    assert (found.weight, "skema belum ada" in found.said) == (Weight.BAD, True)


async def test_servers_that_do_not_answer_are_noted_without_the_password(made: Settings) -> None:
    port = ports.any_free()[0]
    nowhere = made.model_copy(
        update={"database": SecretStr(f"postgresql://simpul:secret@127.0.0.1:{port}/simpul"), "kafka": f"127.0.0.1:{port}", "port": port}
    )
    found = [await check(nowhere) for check in (database_answers, kafka_answers, page_answers)]
    assert [finding.weight for finding in found] == [Weight.NOTE] * 3
    assert "secret" not in "".join(finding.said + finding.advice for finding in found)


async def test_jars_that_lack_are_noted_with_where_they_come_from(made: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMPUL_CACHE", str(tmp_path / "cache"))
    mirrored = made.model_copy(update={"jars_from": "http://mirror.invalid"})
    found = await programs.jars_are_whole(mirrored)
    assert (found.weight, "35 dari 35" in found.said, "http://mirror.invalid" in found.advice) == (Weight.NOTE, True, True)


async def test_postgres_programs_that_are_not_there_are_wrong(made: Settings, tmp_path: Path) -> None:
    program = tmp_path / "postgres"
    program.write_text("#!/bin/sh\necho broken; exit 3\n")
    program.chmod(0o755)
    found = await programs.postgres_is_there(made.model_copy(update={"postgres_programs": tmp_path}))
    assert (found.weight, "broken" in found.said) == (Weight.BAD, True)
