"""The home folder, the master key, the room on the disk."""

import shutil
import stat

from hub import home
from hub.doctor.finding import Finding, bad, good, note
from hub.errors import StopError
from hub.keys.vault import MASTER_BYTES, read_master
from hub.settings import Settings

ENOUGH_GB = 5.0
LEAST_GB = 1.0
_GB = 1024**3


async def folder_is_private(settings: Settings) -> Finding:
    """Others may not list the home folder."""
    where = settings.home
    if not home.is_made(where):
        return bad(f"Folder daerah {where} belum disiapkan.", "Jalankan `simpul init`, atau `simpul up --demo` untuk data contoh.")
    mode = stat.S_IMODE(where.stat().st_mode)
    if mode & 0o066:
        return bad(f"Folder {where} terbuka bagi pengguna lain (mode {mode:o}).", f"Jalankan: chmod go-rw {where}")
    return good(f"Folder daerah {where}: {settings.region_name} ({settings.region}), {settings.zone}, {settings.partitions} partisi.")


async def master_key_is_there(settings: Settings) -> Finding:
    """The master key can be read, by its owner alone, and is a key."""
    file = settings.master_key_file
    try:
        size = len(read_master(file))
    except StopError as why:
        return bad(str(why), "Tanpa kunci induk data pribadi tidak dapat dibuka. Jangan membuat yang baru bila hub sudah berisi data.")
    except PermissionError:
        return bad(f"Kunci induk {file} tidak dapat dibaca oleh pengguna ini.", "Jalankan sebagai pemilik berkas itu.")
    if size != MASTER_BYTES:
        return bad(f"Kunci induk {file} berisi {size} bita, bukan {MASTER_BYTES}.", "Pulihkan berkas yang benar.")
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        return bad(f"Kunci induk {file} terbaca pengguna lain (mode {mode:o}).", f"Jalankan: chmod 600 {file}")
    return good(f"Kunci induk {file} hanya terbaca pemiliknya. Pastikan salinannya ada di tempat lain.")


async def room_is_left(settings: Settings) -> Finding:
    """The disk of the home folder has room."""
    where = next(folder for folder in (settings.home.absolute(), *settings.home.absolute().parents) if folder.exists())
    free = shutil.disk_usage(where).free / _GB
    said = f"Sisa ruang pada {where}: {free:.1f} GB."
    if free < LEAST_GB:
        return bad(said, "Kosongkan ruang dahulu: Kafka dan PostgreSQL berhenti bila cakram penuh.")
    if free < ENOUGH_GB:
        return note(said, f"Sediakan {ENOUGH_GB:.0f} GB atau lebih; catatan peristiwa tumbuh terus.")
    return good(said)
