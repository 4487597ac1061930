"""The body of a request: whole, within its size and its time, before anything of it is parsed."""

import asyncio
from typing import Final

from starlette.requests import Request

from hub.intake.problems import Problem, RefusedError
from schemas.envelope import MAX_BYTES

DISCARD: Final = 8 * 1024 * 1024
"""So much of a body that is too large is read and thrown away: a client that is still writing would not see the answer otherwise."""


async def read(request: Request, seconds: float) -> bytes:
    """The body.

    Raises:
        RefusedError: too-large, or slow-body.
        starlette.requests.ClientDisconnect: the sender went away.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > DISCARD:
        raise _too_large()
    parts, size = [], 0
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                size += len(part)
                if size > DISCARD:
                    break
                if size <= MAX_BYTES:
                    parts.append(part)
    except TimeoutError as error:
        detail = f"Isi permintaan belum lengkap sesudah {seconds:g} detik. Kirim lagi; pecah bila jaringan lambat."
        raise RefusedError(Problem("slow-body", detail)) from error
    if size > MAX_BYTES:
        raise _too_large()
    return b"".join(parts)


def _too_large() -> RefusedError:
    detail = f"Isi permintaan lebih dari {MAX_BYTES // 1024} KiB. Kirim dalam beberapa kelompok; lampiran tetap di sumber."
    return RefusedError(Problem("too-large", detail))
