"""`python -m tests.faults --seed 7 --minutes 30`: things break under load, and nothing may be lost, doubled or wrong (`make soak`)."""

import argparse
import asyncio
import secrets
import sys
import time

from tests.faults.actions import ACTIONS, plan
from tests.faults.siege import Siege, region

EVERY = 5
"""Actions between two moments of quiet."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="repeats the actions and events of a run")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--rate", type=int, default=200, help="events a second")
    parser.add_argument("--only", action="append", help="an action; may be given several times")
    told = parser.parse_args()
    seed = secrets.randbelow(1_000_000) if told.seed is None else told.seed
    asyncio.run(besiege(seed, 60 * told.minutes, rate=told.rate, only=told.only))


async def besiege(seed: int, seconds: float, *, rate: int = 200, only: list[str] | None = None) -> list[str]:
    """Rounds of actions until the time is over, at least one whole round; what was done."""
    sys.stdout.write(f"seed {seed}\n")
    async with region() as world:
        siege = Siege(world, seed, rate)
        try:
            await siege.begin()
            give_up = time.monotonic() + seconds
            rounds = plan(seed)
            while not siege.said or time.monotonic() < give_up:
                await _round(siege, [name for name in next(rounds) if only is None or name in only])
            await siege.end()
        except BaseException as error:
            error.add_note(f"seed {seed}; what was done:\n" + "\n".join([*siege.said, *world.last_words()]))
            raise
        finally:
            await siege.close()
        return siege.said


async def _round(siege: Siege, names: list[str]) -> None:
    for begin in range(0, len(names), EVERY):
        for name in names[begin : begin + EVERY]:
            await siege.do(name, ACTIONS[name])
        await siege.quiet()


if __name__ == "__main__":
    main()
