"""`POST /events`: the door for agencies and their vendors."""

import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hub import metrics, trace
from hub.intake import api_keys, body, openapi, problems
from hub.intake.problems import MEDIA_TYPE, Problem, RefusedError
from hub.intake.rate import Rate
from hub.intake.registry import Registry
from hub.intake.taking import Answer, Taker
from hub.settings import Settings
from hub.store.sources import Source
from schemas.errors import Unreadable
from schemas.http import message

PATH: Final = "/events"
ALLOWED: Final = "POST, OPTIONS"
OTHERS: Final = ["GET", "HEAD", "PUT", "PATCH", "DELETE"]
MIXED: Final = 207
_BEARER: Final = "bearer "
_LONGEST_ORIGIN: Final = 253
"""Of a DNS name (RFC 1035); the webhook handshake's origin is one."""


class Door:
    """The requests, from their headers to their answers."""

    def __init__(self, settings: Settings, registry: Registry, taker: Taker) -> None:
        self._settings = settings
        self._registry = registry
        self._taker = taker
        self._rate = Rate(settings.requests_a_minute)

    async def post(self, request: Request) -> Response:
        """Events of one request, and the answer for each."""
        began = time.perf_counter()
        here = _place(request)
        try:
            source = await self._source(request)
            _refuse_packed(request)
            whole = await body.read(request, self._settings.body_s)
            told = message(request.scope["headers"], whole)
            answers = await self._taker.take(source, told.events, here)
        except RefusedError as error:
            return _problem(error.problem, here)
        except Unreadable as error:
            return _problem(problems.of_unreadable(error), here)
        finally:
            metrics.INTAKE_SECONDS.observe(time.perf_counter() - began)
        return _many(answers, here) if told.batch else _one(answers[0], here)

    async def _source(self, request: Request) -> Source:
        """Whom the key stands for; no byte of the body is read before.

        Raises:
            RefusedError: no-key, wrong-key, rate, or away while no registry was ever read.
        """
        said = request.headers.get("authorization", "")
        if not said.lower().startswith(_BEARER):
            raise RefusedError(Problem("no-key", "Kirim kunci API sumber dalam header: Authorization: Bearer <kunci>."))
        key = said[len(_BEARER) :].strip()
        source = self._registry.find(key)
        if source is None and await self._registry.renew():
            source = self._registry.find(key)
        if not self._registry.loaded:
            raise RefusedError(Problem("away", problems.NO_REGISTRY))
        if source is None:
            raise RefusedError(Problem("wrong-key", "Kunci API ini tidak dikenal atau sudah dicabut. Minta yang baru kepada operator."))
        wait = self._rate.wait_s(api_keys.prefix_of(key))
        if wait is not None:
            detail = f"Paling banyak {self._settings.requests_a_minute} permintaan semenit untuk satu kunci. Kirim berkelompok (batch)."
            raise RefusedError(Problem("rate", detail, retry_s=wait))
        return source

    async def options(self, request: Request) -> Response:
        """The handshake of CloudEvents' webhooks: whoever asks may send, if he has a key."""
        origin = request.headers.get("webhook-request-origin", "")
        headers = {"Allow": ALLOWED}
        if origin and len(origin) <= _LONGEST_ORIGIN and origin.isascii() and origin.isprintable():
            headers |= {"WebHook-Allowed-Origin": origin, "WebHook-Allowed-Rate": str(self._settings.requests_a_minute)}
        return Response(status_code=200, headers=headers)

    async def other(self, request: Request) -> Response:
        detail = "Peristiwa dikirim dengan POST. Untuk membaca, pakai /api/v1."
        return _problem(Problem("method", detail), _place(request), {"Allow": ALLOWED})


class Direct(APIRoute):
    """A route that OpenAPI sees like any other, and that hands the request to its endpoint as it is: there is nothing to inject here."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler: Callable[[Request], Coroutine[Any, Any, Response]] = self.endpoint
        return handler


def router(door: Door) -> APIRouter:
    """The routes, with what OpenAPI says of them."""
    made = APIRouter(tags=["Kirim peristiwa"], route_class=Direct)
    made.add_api_route(PATH, door.post, methods=["POST"], response_class=JSONResponse, **openapi.POST)
    made.add_api_route(PATH, door.options, methods=["OPTIONS"], **openapi.OPTIONS)
    made.add_api_route(PATH, door.other, methods=OTHERS, include_in_schema=False)
    return made


def _refuse_packed(request: Request) -> None:
    """A compressed body could unpack to any size; batches of plain JSON are small enough."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise RefusedError(Problem("wrong-media-type", "Isi yang dimampatkan (Content-Encoding) tidak diterima."))


def _place(request: Request) -> trace.Trace:
    """Our place in the trace: the outer application's, if it has named one already."""
    given = getattr(request.state, "trace", None)
    return given if isinstance(given, trace.Trace) else trace.bound(request.headers.get(trace.HEADER))


def _problem(problem: Problem, here: trace.Trace, headers: Mapping[str, str] | None = None) -> Response:
    if problem.kind.status < 500:  # noqa: PLR2004 -- of HTTP; what is our fault is counted where it happens
        metrics.INTAKE_REFUSED.labels(problem.code).inc()
    return _answer(problem.document(here.trace_id), problem.kind.status, {**problem.headers, **(headers or {})}, here, MEDIA_TYPE)


def _one(answer: Answer, here: trace.Trace) -> Response:
    if answer.problem is None:
        return _answer(answer.body(here.trace_id), answer.status, {}, here)
    return _answer(answer.body(here.trace_id), answer.status, answer.problem.headers, here, MEDIA_TYPE)


def _many(answers: list[Answer], here: trace.Trace) -> Response:
    """One status for all where they agree, so that a sender that looks at nothing else does right; else 207, and it must look."""
    statuses = {answer.status for answer in answers}
    status = statuses.pop() if len(statuses) == 1 else 202 if statuses == {200, 202} else MIXED if statuses else 200
    said = [_member(place, answer, here.trace_id) for place, answer in enumerate(answers)]
    headers = answers[0].problem.headers if status != MIXED and answers and answers[0].problem else {}
    return _answer({"hasil": said, "jejak": here.trace_id}, status, headers, here)


def _member(place: int, answer: Answer, trace_id: str) -> dict[str, Any]:
    said: dict[str, Any] = {"indeks": place, "status": answer.status}
    if answer.id is not None:
        said["id"] = answer.id
    if answer.problem is not None:
        return {**said, "hasil": "ditolak", "masalah": answer.body(trace_id)}
    return {**said, "hasil": answer.body(trace_id)["hasil"]}


def _answer(
    content: Mapping[str, Any], status: int, headers: Mapping[str, str], here: trace.Trace, media_type: str = "application/json"
) -> Response:
    return JSONResponse(content, status, {**headers, trace.HEADER: str(here)}, media_type)
