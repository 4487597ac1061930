"""`simpul clock`: shown everywhere, moved only in the demo, and only when nothing is on its way."""

import re
from collections.abc import AsyncIterator, Callable

import pytest
from aiokafka import AIOKafkaProducer
from typer.testing import CliRunner

from hub.alerts import rules
from hub.alerts.stories import acting_head, definitive_head
from hub.bus import topics
from hub.cli import app, clock
from hub.cli.exits import FAILED, STOPPED
from hub.settings import Settings
from tests.alerts.region import Region

Simpul = Callable[..., str]


@pytest.fixture
def simpul(settings: Settings) -> Simpul:
    """Runs `simpul clock` and returns what it said."""
    environment = {
        "SIMPUL_DATABASE": settings.dsn,
        "SIMPUL_KAFKA": settings.kafka,
        "SIMPUL_TOPIC_PREFIX": settings.topic_prefix,
        "SIMPUL_HOME": str(settings.home),
    }

    def run(*words: str, code: int = 0, **changed: str) -> str:
        done = CliRunner().invoke(app, ["clock", *words], env={**environment, **changed})
        assert done.exit_code == code, done.output
        return done.output

    return run


@pytest.fixture
async def region(settings: Settings) -> AsyncIterator[Region]:
    """A demo on 20 March in which an acting head is due on 5 April, and a definitive one comes on 20 April."""
    region = Region(settings, rules.RULES)
    await region.open()
    await region.on("2026-03-20")
    await region.settle()
    await region.tell(*acting_head(since="2026-01-05"), *definitive_head(since="2026-04-20")[1:])
    yield region
    await region.close()


@pytest.fixture
async def unread(settings: Settings) -> str:
    """A topic with two events that nobody reads."""
    topic = f"{settings.topic_prefix}complaints.diskominfo"
    await topics.make(settings, [topic])
    async with AIOKafkaProducer(bootstrap_servers=settings.kafka) as producer:
        for _ in range(2):
            await producer.send_and_wait(topic, b"{}")
    return topic


def test_time_of_a_real_region_is_shown_and_not_moved(simpul: Simpul) -> None:
    assert "waktu sebenarnya" in simpul("show")
    assert "tidak dapat dimajukan" in simpul("advance", "3mo", code=STOPPED)


@pytest.mark.usefixtures("region")
def test_clock_moves_and_says_what_opened_and_what_ended(simpul: Simpul) -> None:
    assert simpul().startswith("2026-03-20 12:0")
    said = simpul("advance", "3mo")
    assert said.splitlines()[:2] == ["2026-04-06  A08 dibuka: 1", "2026-04-20  A08 selesai: 1"]
    assert re.fullmatch(r"Sekarang 2026-06-20 12:\d\d:\d\d WIB\. 1 dibuka, 1 selesai", said.splitlines()[2])


@pytest.mark.usefixtures("region")
def test_clock_moves_to_the_beginning_of_a_day_and_never_back(simpul: Simpul) -> None:
    assert "Sekarang 2026-04-01 00:00:00 WIB. Tidak ada peringatan yang berubah." in simpul("advance", "--to", "2026-04-01")
    assert "hanya dapat maju" in simpul("advance", "--to", "2026-03-31", code=STOPPED)
    assert simpul("show").startswith("2026-04-01")


@pytest.mark.usefixtures("region")
def test_clock_stays_while_something_is_unread(simpul: Simpul, unread: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "PATIENCE_S", 0.3)
    said = simpul("advance", "2w", code=FAILED)
    assert f"{unread} (2)" in said
    assert simpul("show").startswith("2026-03-20")


@pytest.mark.parametrize("words", [(), ("3mo", "--to", "2026-06-01"), ("soon",), ("--to", "besok")])
@pytest.mark.usefixtures("region")
def test_what_is_no_time_is_refused_with_an_example(simpul: Simpul, words: tuple[str, ...]) -> None:
    assert re.search(r"3mo|2026-04-06", simpul("advance", *words, code=STOPPED))


def test_without_a_database_it_says_what_to_do(simpul: Simpul) -> None:
    assert "simpul doctor" in simpul("show", code=FAILED, SIMPUL_DATABASE="postgresql://simpul@127.0.0.1:9/simpul")
