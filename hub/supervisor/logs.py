"""Log files of the processes: one each, never larger than a limit, one older file kept."""

import shutil
from pathlib import Path

LIMIT_BYTES = 32 * 1024 * 1024


def cut(log: Path, limit: int = LIMIT_BYTES) -> bool:
    """Move what is there to ``<log>.1`` when the file has grown beyond the limit.

    The process keeps its open file, which it only appends to; so the content is copied and the file emptied. A line written
    in between can be lost, which a log may and a pipe that blocks its writer may not.
    """
    if not log.exists() or log.stat().st_size <= limit:
        return False
    shutil.copyfile(log, older(log))
    older(log).chmod(0o600)
    with log.open("r+b") as file:
        file.truncate(0)
    return True


def older(log: Path) -> Path:
    return log.with_name(log.name + ".1")
