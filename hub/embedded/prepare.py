"""Once per user, before the first start: ``python -m hub.embedded.prepare`` downloads Kafka's jars and records how it starts.

The recording (Java's ahead-of-time cache, some 66 MB) halves the start of every later broker. It is a convenience: a machine
where it fails starts brokers without it.
"""

import os
import sys
import tempfile
from pathlib import Path

from hub.embedded import jars, java
from hub.embedded.kafka import Kafka
from hub.errors import SimpulError


def prepare(jars_from: str = "") -> None:
    """Download what lacks and record what was not recorded; does nothing the second time."""
    class_path = java.class_path(jars.fetch(jars_from, progress=_show))
    cache = java.aot_cache(class_path)
    if not cache.exists():
        _say("Merekam cara Kafka dimulai, supaya berikutnya dua kali lebih cepat …")
        record(cache)


def record(cache: Path) -> None:
    """Start a broker for nothing, and let Java write at its end which classes that took."""
    part = cache.with_suffix(f".{os.getpid()}")
    with tempfile.TemporaryDirectory(prefix="simpul-") as folder:
        broker = Kafka(Path(folder), flush=False, record_to=part)
        broker.start()
        broker.stop()
    if part.exists():
        part.replace(cache)


def _show(done: int, total: int) -> None:
    if done < total and not sys.stdout.isatty():
        return
    _say(f"Mengunduh Apache Kafka: {done} dari {total} berkas", end="\n" if done == total else "\r")


def _say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        prepare(os.environ.get("SIMPUL_JARS_FROM", ""))
    except SimpulError as why:
        sys.exit(str(why))
