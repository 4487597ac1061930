"""Apache Kafka's programs: jars of a Maven repository, each checked against the SHA-256 that is committed beside this file.

They are downloaded once per user, not per checkout. Where from is, in this order: the setting, the environment's or the user's
Maven mirror, the public repository as the Maven resolver ``jgo`` knows it. Whoever serves them is not trusted: the lock is.
"""

import hashlib
import os
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import httpx2
import stamina
from jgo.constants import MAVEN_CENTRAL_URL

from hub.errors import StopError, TryLaterError

LOCK = Path(str(files("hub.embedded"))) / "kafka-jars.lock"
_THREADS = 8
_MIRROR_FILES = (Path("~/.m2/settings.xml"), Path("/etc/maven/settings.xml"))
_MIRROR_VARIABLES = ("MAVEN_MIRROR_URL", "MAVEN_REPO_URL")
_MIRRORS_OF_CENTRAL = {"central", "*", "external:*"}
ADVICE = "Periksa jaringan, atau setel SIMPUL_JARS_FROM ke alamat cermin Maven yang terjangkau, lalu ulangi."

Progress = Callable[[int, int], None]


class Jar(NamedTuple):
    """A locked file: its SHA-256 in hex and its path below a Maven repository."""

    sha256: str
    path: str

    def file(self, folder: Path) -> Path:
        return folder / self.path.rpartition("/")[2]

    def is_whole(self, folder: Path) -> bool:
        file = self.file(folder)
        return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == self.sha256


def cache_folder() -> Path:
    """The user's folder for what is downloaded once: ``SIMPUL_CACHE``, else the XDG cache."""
    told = os.environ.get("SIMPUL_CACHE")
    return Path(told) if told else Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "simpul"


def locked(lock: Path = LOCK) -> list[Jar]:
    """The jars of the lock, in the order of the class path."""
    lines = lock.read_text().splitlines()
    return [Jar(*line.split()) for line in lines if line and not line.startswith("#")]


def lock_name(lock: Path = LOCK) -> str:
    """A short name of this very set of jars."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()[:12]


def repository(setting: str = "") -> str:
    """Address of the Maven repository to take the jars from."""
    told = setting or next((os.environ[name] for name in _MIRROR_VARIABLES if os.environ.get(name)), "")
    return (told or _mirror_of_settings() or MAVEN_CENTRAL_URL).rstrip("/")


def _mirror_of_settings() -> str:
    for file in _MIRROR_FILES:
        try:
            root = ET.parse(file.expanduser()).getroot()  # noqa: S314 - the user's own Maven settings
        except (OSError, ET.ParseError):
            continue
        for mirror in root.iterfind(".//{*}mirrors/{*}mirror"):
            of = {part.strip() for part in (mirror.findtext("{*}mirrorOf") or "").split(",")}
            url = (mirror.findtext("{*}url") or "").strip()
            if url.startswith("http") and of & _MIRRORS_OF_CENTRAL:
                return url
    return ""


def fetch(setting: str = "", *, lock: Path = LOCK, cache: Path | None = None, progress: Progress | None = None) -> list[Path]:
    """The jars on this machine, checked; those that lack or were altered are downloaded first.

    Raises:
        TryLaterError: the repository cannot be reached.
        StopError: what it serves is not what the lock names.
    """
    folder = (cache or cache_folder()) / f"kafka-{lock_name(lock)}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    jars = locked(lock)
    missing = [jar for jar in jars if not jar.is_whole(folder)]
    if missing:
        _download(missing, repository(setting), folder, progress or _silent)
    return [jar.file(folder) for jar in jars]


def _download(jars: list[Jar], base: str, folder: Path, progress: Progress) -> None:
    with httpx2.Client(follow_redirects=True, timeout=30) as client, ThreadPoolExecutor(_THREADS) as pool:
        for done, _ in enumerate(pool.map(partial(_take, client, base, folder), jars), start=1):
            progress(done, len(jars))


def _take(client: httpx2.Client, base: str, folder: Path, jar: Jar) -> None:
    try:
        body = _get(client, f"{base}/{jar.path}")
    except httpx2.HTTPError as failure:
        raise TryLaterError(f"{jar.path} tidak dapat diunduh dari {base} ({failure}). {ADVICE}") from failure
    found = hashlib.sha256(body).hexdigest()
    if found != jar.sha256:
        raise StopError(
            f"{jar.path} dari {base} bukan berkas yang dikunci: SHA-256 {found}, seharusnya {jar.sha256}. Tidak dipakai. {ADVICE}"
        )
    _write_whole(jar.file(folder), body)


@stamina.retry(on=httpx2.TransportError, attempts=3, timeout=60)
def _get(client: httpx2.Client, url: str) -> bytes:
    return client.get(url).raise_for_status().content


def _write_whole(file: Path, body: bytes) -> None:
    """Other starters see the whole file or none."""
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as part:
        part.write(body)
    Path(part.name).replace(file)


def _silent(_done: int, _all: int) -> None:
    pass
