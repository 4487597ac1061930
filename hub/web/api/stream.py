"""Live changes of alerts as server-sent events; a browser resumes by `Last-Event-ID: commit_no.n`, so that it misses nothing."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Query, Request
from pydantic_core import to_json
from starlette.responses import StreamingResponse

from hub.web import policy, sessions
from hub.web.api.common import answers
from hub.web.deps import Caller, Shared
from hub.web.live import HEARTBEAT, MOST, event
from hub.web.policy import Domain
from hub.web.problems import AWAY, RefusedError
from hub.web.queries import journal
from hub.web.queries.journal import Change, Place
from hub.web.state import Web
from hub.web.viewer import Viewer

router = APIRouter(prefix="/api/v1/alerts", tags=["Peringatan"])
RETRY_MS: Final = 3_000
_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""The second keeps nginx from collecting what should leave at once."""
_STREAM: Final[dict[int | str, dict[str, Any]]] = {200: {"description": "Aliran peristiwa.", "content": {"text/event-stream": {}}}}


@router.get(
    "/stream",
    summary="Perubahan peringatan, seketika",
    operation_id="aliran_peringatan",
    responses=_STREAM | answers(),
    response_class=StreamingResponse,
)
async def stream(
    request: Request,
    web: Shared,
    viewer: Caller,
    after: Annotated[str | None, Query(description="Mulai sesudah id ini, bila Last-Event-ID tidak ada.", examples=["42.1"])] = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """Setiap perubahan adalah satu peristiwa `alert` dengan id `komit.n`.

    Sambung kembali dengan Last-Event-ID; yang terlewat dikirim dahulu.
    """
    policy.require(viewer, Domain.ALERTS)
    if web.feed.listeners >= MOST:
        raise RefusedError(AWAY)
    place = journal.place_of(last_event_id) or journal.place_of(after)
    return StreamingResponse(_changes(request, web, viewer, place), media_type="text/event-stream", headers=_HEADERS)


async def _changes(request: Request, web: Web, viewer: Viewer, place: Place | None) -> AsyncIterator[str]:
    """What the viewer may see, for as long as he may see anything."""
    async with web.feed.listening():
        place, seen = place or await _newest(web), -1
        yield f"retry: {RETRY_MS}\n" + event("ready", "{}", str(place))
        while await _still_here(request, web):
            async with web.engine.connect() as connection:
                found = await journal.since(connection, viewer, place)
            for change in found:
                place = change.place
                yield event("alert", _said(change), str(place))
            if len(found) < journal.MOST:
                grown = await web.feed.grown(seen)
                if grown == seen:
                    yield HEARTBEAT
                seen = grown


async def _newest(web: Web) -> Place:
    async with web.engine.connect() as connection:
        return await journal.newest(connection)


async def _still_here(request: Request, web: Web) -> bool:
    """Whether the one who asked is connected and still signed in; listening alone keeps no session alive."""
    cookie = request.cookies.get(web.cookie)
    if await request.is_disconnected():
        return False
    if cookie is None or "authorization" in request.headers:
        return True
    async with web.engine.connect() as connection:
        return await sessions.find(connection, cookie) is not None


def _said(change: Change) -> str:
    said = {"alert": change.alert, "rule": change.rule, "transition": change.transition, "severity": change.severity}
    return to_json({**said, "agency": change.agency, "at": change.at}).decode()
