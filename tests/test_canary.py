"""tests/canary.py finds what was planted, wherever it was planted, and nothing where nothing was."""

import secrets
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from tests import canary
from tests.canary import Canary, Found, Search

NIK = Canary("NIK", "3273010101800001")
NAME = Canary("name", "Siti Rahmawati")
PHONE = Canary("phone", "+6281234567890")
ALL = (NIK, NAME, PHONE)


@pytest.mark.parametrize(
    "said",
    [
        "nik=3273010101800001",
        "3273 0101 0180 0001",
        "32.7301.010180.0001",
        "SITI  RAHMAWATI",
        "siti%20rahmawati",
        "siti+rahmawati",
        "+62 812-3456-7890",
        "0812 3456 7890",
    ],
)
def test_value_is_found_in_any_spelling(said: str) -> None:
    search = Search(ALL)
    search.look("here", said)
    assert [found.place for found in search.found] == ["here"]


@pytest.mark.parametrize("said", [None, b"", "327301010180000", "Siti Aminah", "081234567", b"\x00\xff"])
def test_other_values_are_not_found(said: bytes | str | None) -> None:
    search = Search(ALL)
    search.look("here", said)
    assert search.found == []


def test_files_and_their_names_are_searched(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs/web.log").write_text('{"event": "seen 3273010101800001"}\n')
    (tmp_path / "siti-rahmawati.csv").touch()
    search = Search(ALL)
    assert canary.in_files(search, tmp_path) == 2
    assert search.found == [Found("NIK", "file logs/web.log"), Found("name", "name of siti-rahmawati.csv")]


async def test_every_plain_column_of_every_table_is_searched(database: str) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(
        """
        INSERT INTO job (kind, arguments, asked_by) VALUES ('x', '{"who": "Siti Rahmawati"}', '081234567890');
        INSERT INTO look (who, page, fields) VALUES ('sekda', '/', '{nik,3273010101800001}');
        INSERT INTO person_key VALUES (3273010101800001, 1, 'Siti Rahmawati', NULL);
        INSERT INTO event (pos, batch, cluster, topic, part, off, type, source, id, skey, okey, time, received, payload)
        VALUES (1, 1, 1, 1, 0, 0, 1, 1, 'a', 1, '', now(), now(), '{"phone": "+62 812-3456-7890"}');
        """
    )
    await connection.close()
    search = Search(ALL)
    looked = await canary.in_database(search, database)
    assert looked["event"] == 1
    assert "event_0" not in looked
    assert set(search.found) == {
        Found("name", "job.arguments"),
        Found("phone", "job.asked_by"),
        Found("NIK", "look.fields"),
        Found("NIK", "person_key.skey"),
        Found("name", "person_key.wrapped"),
        Found("phone", "event.payload"),
    }


async def test_empty_database_is_clean(database: str) -> None:
    search = Search(ALL)
    looked = await canary.in_database(search, database)
    assert len(looked) > 30
    assert search.found == []


async def test_keys_and_headers_of_kafka_are_searched_and_values_where_asked(kafka: str) -> None:
    prefix = f"t{secrets.token_hex(5)}."
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    await admin.create_topics([NewTopic(f"{prefix}payroll.bpkad", 2, 1)])
    await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=kafka)
    await producer.start()
    topic = f"{prefix}payroll.bpkad"
    await producer.send_and_wait(topic, b'{"nik": "3273010101800001"}', key=b"pay-line/x:1", partition=0)
    await producer.send_and_wait(
        topic, b"{}", key=b"employee/x:siti_rahmawati", headers=[("ce_subject", b"tel:+6281234567890")], partition=1
    )
    await producer.stop()
    search = Search(ALL)
    assert await canary.in_kafka(search, kafka, prefix) == {topic: 2}
    assert search.found == [Found("name", f"key in {topic}"), Found("phone", f"header ce_subject in {topic}")]
    everything = Search([NIK])
    await canary.in_kafka(everything, kafka, prefix, values=True)
    assert everything.found == [Found("NIK", f"value in {topic}")]


async def test_region_without_topics_is_clean(kafka: str) -> None:
    search = Search(ALL)
    assert await canary.in_kafka(search, kafka, f"t{secrets.token_hex(5)}.") == {}
