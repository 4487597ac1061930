"""Kafka's jars: what is not what the lock names is never used."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import stamina
from jgo.constants import MAVEN_CENTRAL_URL

from hub.embedded import jars, ports
from hub.errors import StopError, TryLaterError

BODY = b"the right bytes"
PATH = "org/example/thing/1.0/thing-1.0.jar"


class Repository(BaseHTTPRequestHandler):
    """Serves one file; any other path is not found."""

    served = BODY

    def do_GET(self) -> None:
        self.send_response(200 if self.path == f"/{PATH}" else 404)
        self.send_header("content-length", str(len(self.served)))
        self.end_headers()
        self.wfile.write(self.served)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server calls it by
        """Quiet."""


@pytest.fixture
def repository(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address of a Maven repository with the right file."""
    monkeypatch.setattr(Repository, "served", BODY)
    with ThreadingHTTPServer(("127.0.0.1", 0), Repository) as server, stamina.set_testing(testing=True, attempts=1):
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock of one jar."""
    file = tmp_path / "one.lock"
    file.write_text(f"# a comment\n{hashlib.sha256(BODY).hexdigest()}  {PATH}\n")
    return file


def test_locked_jar_is_downloaded_once(repository: str, lock: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    for _ in range(2):
        [file] = jars.fetch(repository, lock=lock, cache=tmp_path / "cache", progress=lambda done, total: seen.append((done, total)))
    assert file.read_bytes() == BODY
    assert seen == [(1, 1)]


def test_jar_with_another_hash_is_refused_and_not_kept(
    repository: str, lock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Repository, "served", b"other bytes")
    with pytest.raises(StopError, match=r"thing-1\.0\.jar .* bukan berkas yang dikunci"):
        jars.fetch(repository, lock=lock, cache=tmp_path / "cache")
    assert [file for file in (tmp_path / "cache").rglob("*") if file.is_file()] == []


def test_cached_jar_that_was_altered_is_downloaded_again(repository: str, lock: Path, tmp_path: Path) -> None:
    [file] = jars.fetch(repository, lock=lock, cache=tmp_path / "cache")
    file.write_bytes(b"altered")
    assert jars.fetch(repository, lock=lock, cache=tmp_path / "cache") == [file]
    assert file.read_bytes() == BODY


def test_jar_that_the_repository_lacks_says_what_to_do(repository: str, tmp_path: Path) -> None:
    lock = tmp_path / "other.lock"
    lock.write_text(f"{'0' * 64}  org/example/absent.jar\n")
    with pytest.raises(TryLaterError, match="SIMPUL_JARS_FROM"):
        jars.fetch(repository, lock=lock, cache=tmp_path / "cache")


def test_repository_out_of_reach_says_what_to_do(lock: Path, tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{ports.any_free()[0]}"
    with stamina.set_testing(testing=True, attempts=1), pytest.raises(TryLaterError, match="SIMPUL_JARS_FROM"):
        jars.fetch(nobody, lock=lock, cache=tmp_path / "cache")


def test_repository_is_the_setting_then_the_environment_then_the_users_mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "settings.xml"
    monkeypatch.setattr(jars, "_MIRROR_FILES", (tmp_path / "absent.xml", settings))
    monkeypatch.delenv("MAVEN_MIRROR_URL", raising=False)
    monkeypatch.delenv("MAVEN_REPO_URL", raising=False)
    assert jars.repository() == MAVEN_CENTRAL_URL.rstrip("/")
    settings.write_text(
        '<settings xmlns="urn:x"><mirrors>'
        "<mirror><mirrorOf>snapshots</mirrorOf><url>http://wrong.invalid</url></mirror>"
        "<mirror><mirrorOf>central,other</mirrorOf><url>http://mirror.invalid/maven/</url></mirror>"
        "</mirrors></settings>"
    )
    assert jars.repository() == "http://mirror.invalid/maven"
    monkeypatch.setenv("MAVEN_MIRROR_URL", "http://environment.invalid")
    assert jars.repository() == "http://environment.invalid"
    assert jars.repository("http://setting.invalid/") == "http://setting.invalid"


def test_committed_lock_names_35_different_jars() -> None:
    locked = jars.locked()
    assert (len(locked), len({jar.path for jar in locked}), {len(jar.sha256) for jar in locked}) == (35, 35, {64})
