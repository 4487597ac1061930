"""`python -m tests.bench`: throughput against the floor, with medians, ratio and costs; then how long an alert takes under a steady load.

Rounds of the floor and of the hub take turns on one pair of servers.
"""

import argparse
import asyncio
import statistics
from pathlib import Path

from hub.embedded.kafka import Kafka
from hub.embedded.postgres import Postgres
from tests.bench import latency
from tests.bench.drain import Round, floor_round, hub_round
from tests.bench.load import load
from tests.bench.region import make_home
from tests.servers import Servers, open_temporary_folder

POSTGRES = {
    "max_connections": "100",
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "wal_compression": "pglz",
    "idle_in_transaction_session_timeout": "60s",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--subjects", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--unstamped", action="store_true", help="as direct producers send: every event is checked by the consumer")
    parser.add_argument("--without-evaluator", action="store_true", help="the write path alone")
    parser.add_argument("--rate", type=int, default=1_000, help="events a second while latency is measured")
    parser.add_argument("--seconds", type=float, default=300.0, help="how long latency is measured")
    parser.add_argument("--only", choices=("throughput", "latency"), help="one of the two parts")
    told = parser.parse_args()
    if told.only != "latency":
        with open_temporary_folder() as folder:
            run(folder, told.events, told.subjects, told.rounds, stamped=not told.unstamped, evaluate=not told.without_evaluator)
    if told.only != "throughput":
        with open_temporary_folder() as folder:
            print(latency.told(latency.measure(folder, told.rate, told.seconds)))


def run(folder: Path, events: int, subjects: int, rounds: int, *, stamped: bool, evaluate: bool) -> None:
    """Starts the servers, loads, measures, prints."""
    kafka, postgres = Kafka(folder / "kafka", flush=False), Postgres(folder / "postgres", settings=POSTGRES)
    try:
        kafka.launch()
        postgres.start()
        kafka.wait()
        servers = Servers(postgres.admin_dsn, postgres.dsn, kafka.bootstrap, 0, None)
        home = make_home(folder)
        load(kafka.bootstrap, home, events, subjects, stamped=stamped)
        assert kafka.process is not None
        assert postgres.process is not None
        floors, hubs = [], []
        for number in range(1, rounds + 1):
            floors.append(asyncio.run(floor_round(servers, postgres.process.pid, events)))
            hubs.append(asyncio.run(hub_round(servers, postgres.process.pid, kafka.process.pid, home, events, evaluate=evaluate)))
            _say(number, floors[-1], hubs[-1])
        _sum_up(floors, hubs)
    finally:
        kafka.stop()
        postgres.stop()


def _say(number: int, bare: Round, hub: Round) -> None:
    used = ", ".join(f"{name} {us:.1f}" for name, us in hub.cpu_us.items())
    peaks = ", ".join(f"{name} {mib:.0f}" for name, mib in hub.peak_mib.items())
    print(f"round {number}: floor {bare.rate:,.0f}/s, hub {hub.rate:,.0f}/s, ratio {hub.rate / bare.rate:.3f}", flush=True)
    print(f"  µs an event: {used}; peak MiB: {peaks}", flush=True)


def _sum_up(floors: list[Round], hubs: list[Round]) -> None:
    bare, hub = (statistics.median(one.rate for one in several) for several in (floors, hubs))
    ratios = sorted(h.rate / f.rate for h, f in zip(hubs, floors, strict=True))
    print(f"median: floor {bare:,.0f}/s, hub {hub:,.0f}/s, ratio {statistics.median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f})")


if __name__ == "__main__":
    main()
