"""What must not be in any committed file: this machine, secrets, the address of a package registry."""

import getpass
import os
import re
import socket
from pathlib import Path
from urllib.parse import urlsplit

from tests.house.sources import ROOT, committed

PUBLIC = {"pypi.org", "files.pythonhosted.org", "repo.maven.apache.org", "repo1.maven.org", "registry.npmjs.org", "127.0.0.1", "localhost"}
"""Hosts that anybody may name."""
ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
PINNED = re.compile(r"^[a-zA-Z0-9][\w.\-\[\],]*==[^\s\\;]+", re.MULTILINE)


def texts() -> dict[str, str]:
    """Every committed file that is text."""
    found = {}
    for path in committed():
        if b"\0" not in (raw := path.read_bytes()):
            found[str(path.relative_to(ROOT))] = raw.decode()
    return found


def registries() -> set[str]:
    """Hosts of the package registries that this machine is set up for, whoever set them up."""
    said = [value for name, value in os.environ.items() if re.search(r"INDEX|REGISTRY|PROXY|MIRROR|MAVEN|JARS", name)]
    folders = [Path("/etc"), Path.home() / ".config/pip", Path.home() / ".pip", Path.home() / ".m2", Path.home()]
    for name in ("pip.conf", "settings.xml", ".npmrc", ".pypirc", "uv.toml"):
        said += [file.read_text() for folder in folders if (file := folder / name).is_file()]
    return {host for one in said for found in ADDRESS.findall(one) if (host := urlsplit(found).hostname)} - PUBLIC


def test_no_file_names_a_registry_of_this_machine() -> None:
    hosts = registries()
    assert [(name, host) for name, text in texts().items() for host in hosts if host in text] == []


def test_no_file_names_a_place_of_this_machine() -> None:
    home, machine = str(Path.home()), socket.gethostname()
    places = {f"{ROOT}/", f"{home}/"} | ({machine} if len(machine) > 6 and machine != "localhost" else set())
    if getpass.getuser() != "root":
        places.add(f"/{getpass.getuser()}/")
    assert [(name, place) for name, text in texts().items() for place in places if place in text] == []


def test_no_private_key_is_committed() -> None:
    begins = re.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----")
    assert [name for name, text in texts().items() if begins.search(text)] == []


def test_locks_have_a_hash_for_every_package_and_no_address() -> None:
    for lock in sorted(ROOT.glob("requirements*.lock")):
        text = lock.read_text()
        packages = re.split(PINNED, text)[1:]
        assert packages, lock.name
        assert [part for part in packages if not HASH.search(part)] == [], lock.name
        assert ADDRESS.findall(text) == [], lock.name
        assert re.findall(r"^--?(?:index|extra|find|trusted)\S*", text, re.MULTILINE) == [], lock.name


def test_jars_have_a_hash_each_and_no_address() -> None:
    lines = [line for line in (ROOT / "hub/embedded/kafka-jars.lock").read_text().splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not re.match(r"[0-9a-f]{64}\s+\S+\.jar$", line)] == []
