"""The home folder of a region: what is fixed at ``init``, where the running servers answer, keys, logs.

region.json    what init fixed: region, zone, partitions, …
running.json   addresses while ``simpul up`` runs (mode 0600: it has a password); later runs use the same when they can
keys/          the master key (mode 0700)
kafka/ postgres/  data of the embedded servers
logs/ run/     one log and one pid file a process
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hub.errors import StopError
from hub.settings import Settings

FIXED = ("region", "zone", "partitions", "demo")
_KEPT = (*FIXED, "region_name")


def load() -> Settings:
    """The settings of this home: the environment's word first, then the running servers' addresses, then what init fixed.

    Raises:
        StopError: the environment contradicts what was fixed at init.
    """
    told = checked()
    home = told.home.absolute()
    fixed = _read(home / "region.json")
    for name in FIXED:
        if name in fixed and name in told.model_fields_set and getattr(told, name) != fixed[name]:
            raise StopError(
                f"SIMPUL_{name.upper()}={getattr(told, name)} bertentangan dengan {home / 'region.json'}, yang menetapkan {fixed[name]}. "
                "Nilai itu tetap sejak `simpul init`. Hapus peubah lingkungannya, atau pakai folder lain (SIMPUL_HOME)."
            )
    known: dict[str, Any] = {**fixed, **_read(home / "running.json"), "home": home}
    return checked(**{name: value for name, value in known.items() if name == "home" or name not in told.model_fields_set})


def checked(**given: Any) -> Settings:
    """Settings from the environment and these values.

    Raises:
        StopError: a value is not one; the sentence names its setting.
    """
    try:
        return Settings(**given)
    except ValidationError as wrong:
        said = "; ".join(f"SIMPUL_{'_'.join(map(str, one['loc'])).upper()}: {one['msg']}" for one in wrong.errors(include_input=False))
        raise StopError(f"Setelan tidak sah. {said}") from wrong


def is_made(home: Path) -> bool:
    """Whether ``init`` has finished here."""
    return (home / "region.json").exists()


def make(home: Path) -> None:
    """The folder itself. Only the owner can list it; root lets the embedded PostgreSQL's user pass through."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o711 if os.geteuid() == 0 else 0o700)
    for name in ("logs", "run"):
        (home / name).mkdir(exist_ok=True, mode=0o700)


def fix(settings: Settings) -> None:
    """Write down what never changes from now on."""
    (settings.home / "region.json").write_text(json.dumps({name: getattr(settings, name) for name in _KEPT}, indent=2) + "\n")


def tell_running(home: Path, addresses: Mapping[str, str | int]) -> None:
    """Let the other commands find the servers of the running hub."""
    file = home / "running.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps(dict(addresses), indent=2) + "\n")


def _read(file: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(file.read_text()))
    except FileNotFoundError:
        return {}
    except ValueError as broken:
        raise StopError(f"{file} rusak: {broken}. Pulihkan dari cadangan, atau hapus bila hub ini boleh dimulai dari awal.") from broken
