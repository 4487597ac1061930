"""The pair of real servers that tests run on.

``python -m tests.servers`` keeps a pair alive until it is ended (SIGTERM) and writes its addresses to a file that later test
sessions find; without it a session starts a pair of its own, which costs some three seconds.
"""

import json
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from hub.embedded import ports, processes, reach
from hub.embedded.kafka import Kafka
from hub.embedded.postgres import Postgres

ADDRESSES = Path(tempfile.gettempdir()) / f"simpul-test-servers-{os.getuid()}.json"

# What tests write need not survive a power cut; every kill of a process it survives all the same.
FAST = {"fsync": "off", "full_page_writes": "off", "max_connections": "300", "idle_in_transaction_session_timeout": "60s"}


@dataclass(frozen=True)
class Servers:
    """Addresses of a pair: PostgreSQL's for the superuser and for the hub's role, Kafka's; and who keeps them alive."""

    admin_dsn: str
    dsn: str
    bootstrap: str
    keeper: int
    birth: str | None

    def database(self, name: str) -> str:
        """Address of another database of the same server, for the hub's role."""
        return f"{self.dsn.rpartition('/')[0]}/{name}"

    @property
    def alive(self) -> bool:
        return self.birth is not None and processes.birth(self.keeper) == self.birth


@contextmanager
def open_temporary_folder() -> Iterator[Path]:
    """A folder that root's PostgreSQL, which runs as somebody else, can pass through."""
    with tempfile.TemporaryDirectory(prefix="simpul-test-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711 if reach.server_user() else 0o700)
        yield folder


@contextmanager
def own_pair() -> Iterator[Servers]:
    """Start a pair in a folder of its own; end it and remove the folder afterwards."""
    with open_temporary_folder() as folder:
        kafka = Kafka(folder / "kafka", flush=False, quick=True)
        postgres = Postgres(folder / "postgres", settings=FAST)
        try:
            kafka.launch()
            postgres.start()
            kafka.wait()
            yield Servers(postgres.admin_dsn, postgres.dsn, kafka.bootstrap, os.getpid(), processes.birth(os.getpid()))
        finally:
            kafka.stop()
            postgres.stop()


def kept_pair() -> Servers | None:
    """The pair that ``python -m tests.servers`` keeps, if it is alive."""
    try:
        servers = Servers(**json.loads(ADDRESSES.read_text()))
    except (OSError, ValueError, TypeError):
        return None
    port = int(servers.bootstrap.rpartition(":")[2])
    return servers if servers.alive and ports.answers(port) else None


@contextmanager
def pair() -> Iterator[Servers]:
    """The kept pair, else one of our own."""
    kept = kept_pair()
    if kept:
        yield kept
        return
    with own_pair() as own:
        yield own


def keep() -> None:
    """Keep a pair alive until SIGTERM or Ctrl-C."""
    with own_pair() as servers:
        ADDRESSES.touch(mode=0o600)
        ADDRESSES.write_text(json.dumps(asdict(servers)))
        sys.stdout.write(f"{ADDRESSES}\n")
        sys.stdout.flush()
        ended = threading.Event()
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda _number, _frame: ended.set())
        ended.wait()
        ADDRESSES.unlink(missing_ok=True)


if __name__ == "__main__":
    keep()
