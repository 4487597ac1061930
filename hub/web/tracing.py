"""ASGI middleware: every request is a place in a trace, named in its log lines and on its error page, and is timed."""

import time
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from hub import metrics, trace

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
"""A client may send any word; a label may not."""


class Tracing:
    """Puts a `Trace` into `request.state.trace`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        here = trace.continued(Headers(scope=scope).get(trace.HEADER))
        scope.setdefault("state", {})["trace"] = here
        with bound_contextvars(trace=here.trace_id):
            await self._app(scope, receive, _timed(scope, send))


def _timed(scope: Scope, send: Send) -> Send:
    """Notes the time until an answer begins: a stream of live changes would have no other end."""
    began = time.perf_counter()
    method = scope["method"] if scope["method"] in METHODS else "other"

    async def noted(message: Message) -> None:
        if message["type"] == "http.response.start":
            metrics.HTTP_SECONDS.labels(method, str(message["status"])).observe(time.perf_counter() - began)
        await send(message)

    return noted
