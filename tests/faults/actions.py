"""What is done to a running region; each action leaves it whole, with all programs running."""

import asyncio
import signal
from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Final

from tests.faults.siege import Action, Siege
from tests.faults.world import DONE, seconds_until

CONSUMERS: Final = ("consumer-1", "consumer-2")
PLACES: Final = ("log copied", "before commit", "after commit", "before kafka commit")
EVALUATOR_PLACES: Final = ("alerts written", "alerts committed")
PASS_S: Final = 40.0
"""Within so long a program under load passes its fail point."""
_PAUSE: Final = "INSERT INTO topic_pause (topic, reason, by) VALUES ($1, 'uji', 'test')"
_RESUME: Final = "DELETE FROM topic_pause WHERE topic = $1"


async def kill_at(place: str, siege: Siege, *, name: str = "") -> None:
    """A program kills itself at a named place, and comes back."""
    name = name or siege.dice.choice(CONSUMERS)
    siege.world.send(name, signal.SIGKILL)
    siege.world.start(name, fail_at=f"{place}:{siege.dice.randint(1, 4)}")
    siege.world.asked.add(name)
    assert await siege.world.ended(name, PASS_S) == -signal.SIGKILL
    siege.world.start(name)


async def kill_any(siege: Siege) -> None:
    """Some program is killed wherever it is, and comes back."""
    name = siege.dice.choice((*CONSUMERS, "evaluator"))
    await asyncio.sleep(siege.dice.random())
    siege.world.send(name, signal.SIGKILL)
    await asyncio.sleep(siege.dice.choice((0, 0, 3)))
    siege.world.start(name)


async def kill_both(siege: Siege) -> None:
    """Both consumers are killed, and come back."""
    for name in CONSUMERS:
        siege.world.send(name, signal.SIGKILL)
    for name in CONSUMERS:
        siege.world.start(name)


async def freeze(seconds: float, siege: Siege) -> None:
    """Some program is frozen wherever it is, and wakes."""
    name = siege.dice.choice((*CONSUMERS, "evaluator"))
    siege.world.send(name, signal.SIGSTOP)
    await asyncio.sleep(seconds)
    siege.world.send(name, signal.SIGCONT)


async def freeze_in_transaction(siege: Siege) -> None:
    """A consumer is frozen before its COMMIT, loses its partitions to the other, and wakes."""
    name = siege.dice.choice(CONSUMERS)
    siege.world.send(name, signal.SIGKILL)
    siege.world.start(name, fail_at="before commit:2:stop")
    await seconds_until(partial(_frozen, siege, name), PASS_S, f"{name} never froze")
    await asyncio.sleep(8)
    siege.world.send(name, signal.SIGCONT)


async def _frozen(siege: Siege, name: str) -> bool:
    return siege.world.state(name) == "T"


async def ask_to_end(siege: Siege) -> None:
    """A consumer is asked to end under load, and comes back."""
    name = siege.dice.choice(CONSUMERS)
    code = await siege.world.end(name)
    assert code == 0, f"{name} ended with {code}"
    siege.world.start(name)


async def rebalance(siege: Siege) -> None:
    """A third consumer joins under a name of its own, and leaves."""
    siege.world.start("consumer-3")
    await asyncio.sleep(siege.dice.uniform(1, 5))
    siege.world.send("consumer-3", siege.dice.choice((signal.SIGKILL, signal.SIGTERM)))
    await siege.world.ended("consumer-3")
    del siege.world.running["consumer-3"]


async def kill_kafka(siege: Siege) -> None:
    """The broker is killed, and comes back."""
    siege.world.kill_kafka()
    await asyncio.sleep(siege.dice.uniform(0, 2))
    await siege.world.start_kafka()


async def kill_postgres(siege: Siege) -> None:
    """PostgreSQL is killed while transactions commit, and comes back; three times, so that one of them meets a COMMIT."""
    for _ in range(3):
        siege.world.kill_postgres(siege.dice.choice((signal.SIGKILL, signal.SIGQUIT)))
        siege.world.start_postgres()
        before = await siege.world.ask(DONE)
        await seconds_until(partial(_read_more, siege, before), PASS_S, "nothing was read after PostgreSQL came back")


async def _read_more(siege: Siege, before: int) -> bool:
    return bool(await siege.world.ask(DONE) > before)


async def new_source(siege: Siege) -> None:
    """A source with a topic of its own is registered."""
    await siege.new_source()


async def pause(siege: Siege) -> None:
    """A topic is paused by a person for a while."""
    topic = siege.world.settings.topic_prefix + siege.dice.choice(("personnel.bkpsdm", "spending.bpkad", "complaints.diskominfo"))
    async with siege.world.database() as connection:
        await connection.execute(_PAUSE, topic)
    await asyncio.sleep(siege.dice.uniform(0.5, 4))
    async with siege.world.database() as connection:
        await connection.execute(_RESUME, topic)


async def repeat(siege: Siege) -> None:
    """Everything of some while is sent again."""
    await siege.producer.send(siege.stream.recent(300))


ACTIONS: Final[dict[str, Action]] = {
    **{f"kill a consumer {place}": partial(kill_at, place) for place in PLACES},
    **{f"kill the evaluator, {place}": partial(kill_at, place, name="evaluator") for place in EVALUATOR_PLACES},
    "kill a program": kill_any,
    "kill both consumers": kill_both,
    "freeze a program for 2 s": partial(freeze, 2.0),
    "freeze a program for 8 s": partial(freeze, 8.0),
    "freeze a consumer in its transaction": freeze_in_transaction,
    "ask a consumer to end": ask_to_end,
    "a third consumer comes and goes": rebalance,
    "kill Kafka": kill_kafka,
    "kill PostgreSQL": kill_postgres,
    "register a source": new_source,
    "pause a topic": pause,
    "send again": repeat,
}


def plan(seed: int) -> Iterator[list[str]]:
    """Rounds without end; each does every action once, in an order of its own."""
    dice = Random(seed)  # noqa: S311 -- dice of a test
    while True:
        yield dice.sample(sorted(ACTIONS), len(ACTIONS))
