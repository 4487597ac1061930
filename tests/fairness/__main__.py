"""`python -m tests.fairness --events 500000`: how long another agency waits for its alert while one loads (part of `make soak`)."""

import argparse
import asyncio
import statistics
import sys

from tests.fairness.loading import PROMISED_S, loading

PROGRAMS = ("consumer-1", "consumer-2", "evaluator")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fairness", description=__doc__)
    parser.add_argument("--events", type=int, default=500_000)
    sys.exit(asyncio.run(measure(parser.parse_args().events)))


async def measure(events: int) -> int:
    """Prints what was measured; the exit code."""
    async with loading(events) as region:
        await region.drain(PROGRAMS)
    took = sorted(region.took)
    middle, worst = statistics.median(took), took[-1]
    sys.stdout.write(
        f"{events} events in {region.seconds:.0f} s; {len(took)} alerts meanwhile: median {middle:.2f} s, worst {worst:.2f} s\n"
    )
    return 0 if worst < PROMISED_S else 1


if __name__ == "__main__":
    main()
