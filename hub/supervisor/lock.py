"""One ``simpul up`` per home folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.errors import StopError


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the home for this process. The kernel lets go when the process ends, however it ends.

    Raises:
        StopError: another process holds it; the sentence has its pid.
    """
    with (home / "up.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            file.seek(0)
            raise StopError(
                f"Simpul sudah berjalan pada folder {home} (proses {file.read().strip() or 'lain'}). "
                "Pakai yang itu, hentikan dengan Ctrl-C di jendelanya, atau pilih folder lain dengan --home."
            ) from held
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
