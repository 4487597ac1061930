"""A new PostgreSQL cluster: files, passwords, the hub's role and its database."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from hub.embedded import reach
from hub.errors import StopError

SUPERUSER = "postgres"


def environment() -> dict[str, str]:
    """What PostgreSQL's programs are started with: nothing of ours."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def make(folder: Path, data: Path, programs: Path, name: str) -> None:
    """A cluster in ``data`` with role and database ``name``; passwords in ``folder``, readable for us alone.

    One that was left half made is thrown away: nobody has used it. ``folder/made`` says that it is whole.

    Raises:
        StopError: PostgreSQL's own programs refuse; the sentence has their words.
    """
    if (folder / "made").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    passwords = {role: _password(folder / f"{role}.password") for role in (SUPERUSER, name)}
    if data.exists():
        shutil.rmtree(data)
    _init(data, programs, passwords[SUPERUSER])
    role = f"CREATE ROLE {name} LOGIN PASSWORD '{passwords[name]}';\nCREATE DATABASE {name} OWNER {name};\n"
    _run([programs / "postgres", "--single", "-D", data, SUPERUSER], said=role)
    (folder / "made").touch()


def _init(data: Path, programs: Path, password: str) -> None:
    password_file = data.parent / "password"
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    reach.give(password_file)
    encoding = ("-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
    signing_in = ("--auth-local=scram-sha-256", "--auth-host=scram-sha-256", f"--pwfile={password_file}")
    _run([programs / "initdb", "-D", data, "-U", SUPERUSER, *encoding, *signing_in])
    password_file.unlink()


def _password(file: Path) -> str:
    """The password in this file; a new one, of hexadecimal digits, when there is none."""
    file.touch(mode=0o600)
    if not file.read_text():
        file.write_text(secrets.token_hex(24))
    return file.read_text()


def _run(command: list[Path | str], said: str = "") -> None:
    user = reach.server_user()
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        [str(part) for part in command],
        input=said,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        user=user,
        extra_groups=[] if user else None,
        env=environment(),
    )
    if done.returncode:
        raise StopError(f"Folder data PostgreSQL tidak dapat disiapkan ({command[0]}):\n{done.stdout}{done.stderr}")
