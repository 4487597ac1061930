"""One real Apache Kafka broker, started by us and ended with us."""

import base64
import json
import signal
import subprocess
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from hub.embedded import jars, java, kafka_config, ports, processes
from hub.errors import StopError, TryLaterError

_READY_S = 90
_POLL_S = 0.05
_STOP_S = 60
_TRIES = 3
_IN_USE = "Address already in use"


@dataclass
class Kafka:
    """A broker whose data, configuration and log live in ``folder``.

    The port of last time is taken again when it is free, so that an agency's console client finds the same address.

    Attributes:
        port: 0 to let the broker choose.
        flush: force each message to the disk before acknowledging it (survives a power cut, at a third of the throughput).
        quick: for brokers that live for a test run alone.
        jars_from: address of a Maven repository, or "" (see ``jars.repository``).
        record_to: write Java's ahead-of-time cache there at the end (see ``hub.embedded.prepare``).
    """

    folder: Path
    port: int = 0
    heap_mb: int = 256
    flush: bool = True
    quick: bool = False
    jars_from: str = ""
    log: Path | None = None
    progress: jars.Progress | None = None
    record_to: Path | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)
    _chosen: bool = field(default=False, init=False, repr=False)

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()
        self._chosen = self.port == 0

    @property
    def bootstrap(self) -> str:
        """Address for clients."""
        return f"{ports.LOOPBACK}:{self.port}"

    @property
    def log_file(self) -> Path:
        return self.log or self.folder / "kafka.log"

    @property
    def pid_file(self) -> Path:
        return self.folder / "kafka.pid"

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the broker and return when it takes clients.

        Raises:
            TryLaterError: the jars cannot be downloaded.
            StopError: the broker ended by itself or never answered; the sentence has its last words.
        """
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start the program without waiting for its port, so that other servers can start meanwhile."""
        self.clean_up()
        class_path = java.class_path(jars.fetch(self.jars_from, progress=self.progress))
        config = self._configure()
        if not (self.folder / "data" / "meta.properties").exists():
            self._format(class_path, config)
        self._spawn(class_path, config)

    def wait(self) -> None:
        """Wait for the port; when another program was quicker to take it, try again with others."""
        for attempt in range(_TRIES):
            try:
                self._wait_for_port()
            except StopError:
                if not self._chosen or attempt == _TRIES - 1 or _IN_USE not in processes.tail(self.log_file, 40):
                    raise
                self._forget_ports()
                self.launch()
            else:
                return

    def stop(self) -> None:
        """End the broker; it writes what it holds. Exit code 143 is its normal answer to SIGTERM."""
        if self.process is not None:
            processes.stop(self.process, self.pid_file, with_signal=signal.SIGTERM, patience_s=_STOP_S)
            self.process = None

    def clean_up(self) -> bool:
        """End a broker that a killed starter left on this folder. Says whether there was one."""
        return processes.end_left_over(self.pid_file)

    def _configure(self) -> Path:
        for name in ("data", "tmp"):
            (self.folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        controller = self._choose_ports()
        config = self.folder / "server.properties"
        config.write_text(kafka_config.broker(self.folder / "data", self.port, controller, flush=self.flush))
        return config

    def _choose_ports(self) -> int:
        """Settle the clients' port, which then stays for the life of this object, and return the controller's."""
        file = self.folder / "ports.json"
        try:
            last = json.loads(file.read_text())
        except (OSError, ValueError):
            last = {}
        if self.port and not ports.is_free(self.port):
            raise StopError(f"Porta {self.port} untuk Kafka sedang dipakai program lain. Hentikan program itu, atau pilih porta lain.")
        self.port = self.port or ports.again(last.get("port"))
        controller = ports.again(last.get("controller"), but_not=self.port)
        file.write_text(json.dumps({"port": self.port, "controller": controller}))
        return controller

    def _forget_ports(self) -> None:
        self.port = 0
        (self.folder / "ports.json").unlink(missing_ok=True)

    def _format(self, class_path: str, config: Path) -> None:
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        tool: list[str | Path] = [java.java(), *self._flags(), *_recorded(class_path), "-cp", class_path, "kafka.tools.StorageTool"]
        done = subprocess.run(  # noqa: S603 - our own java
            [*tool, "format", "-t", cluster, "-c", config, "--ignore-formatted"],
            capture_output=True,
            text=True,
            check=False,
            env={},
        )
        if done.returncode:
            raise StopError(f"Folder data Kafka {self.folder} tidak dapat disiapkan:\n{done.stdout}{done.stderr}")

    def _spawn(self, class_path: str, config: Path) -> None:
        self.process = processes.spawn(
            [java.java(), *self._flags(), *self._aot(class_path), "-cp", class_path, "kafka.Kafka", config],
            pid_file=self.pid_file,
            log=self.log_file,
            env={},
        )

    def _aot(self, class_path: str) -> list[str]:
        return [f"-XX:AOTCacheOutput={self.record_to}"] if self.record_to else _recorded(class_path)

    def _flags(self) -> list[str]:
        return java.flags(self.folder / "tmp", heap_mb=self.heap_mb, quick=self.quick)

    def _wait_for_port(self) -> None:
        give_up = time.monotonic() + _READY_S
        while not ports.answers(self.port):
            if not self.running:
                last_words = processes.tail(self.log_file)
                raise StopError(f"Kafka berhenti saat dijalankan. Catatannya ({self.log_file}) berakhir dengan:\n{last_words}")
            if time.monotonic() > give_up:
                raise TryLaterError(f"Kafka belum menjawab setelah {_READY_S} detik. Lihat {self.log_file}.")
            time.sleep(_POLL_S)


def _recorded(class_path: str) -> list[str]:
    cache = java.aot_cache(class_path)
    return [f"-XX:AOTCache={cache}"] if cache.exists() else []
