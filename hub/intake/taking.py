"""From the bytes of events to an answer for each: read, check, wrap, look for repeats, publish."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from hub import logs, metrics
from hub.bus.publisher import Publisher, Sent
from hub.errors import SetAsideError, TryLaterError
from hub.intake import problems
from hub.intake.admission import admit
from hub.intake.database import Database
from hub.intake.desk import CONFLICT, Desk, Waiting
from hub.intake.problems import Problem
from hub.intake.registry import Registry
from hub.intake.repeats import Repeats, Verdict
from hub.intake.stamp import Stamps
from hub.intake.wrapping import Wrapped, wrap
from hub.store.sources import Source
from hub.trace import Trace
from schemas.decode import decode
from schemas.errors import Unreadable

LOG: Final = logs.get(__name__)
YOUNG: Final = frozenset({"other-source", "domain", "subject-source", "time-ahead"})
"""Refusals that a source registered just now, or a clock moved just now, would not get."""


class Answer(NamedTuple):
    """What became of one event: accepted or repeated (202, 200), or a problem."""

    status: int
    id: str | None
    problem: Problem | None = None

    def body(self, trace_id: str) -> dict[str, Any]:
        if self.problem is not None:
            return self.problem.document(trace_id)
        return {"hasil": "diterima" if self.status == ACCEPTED else "duplikat", "id": self.id, "jejak": trace_id}


ACCEPTED: Final = 202
REPEATED: Final = 200
_RESULTS: Final[Mapping[int, str]] = {ACCEPTED: "accepted", REPEATED: "duplicate", 409: "conflict", 503: "unavailable", 504: "unknown"}


class Taker:
    """Takes events of a sender; the one path for single events and batches."""

    def __init__(
        self, *, prefix: str, registry: Registry, publisher: Publisher, repeats: Repeats, database: Database, desk: Desk, stamps: Stamps
    ) -> None:
        self._prefix = prefix
        self._registry = registry
        self._publisher = publisher
        self._repeats = repeats
        self._database = database
        self._desk = desk
        self._stamps = stamps

    async def take(self, source: Source, bodies: Sequence[bytes], trace: Trace) -> list[Answer]:
        """The answers, in the order of the events."""
        read = [await self._read(source, body, trace) for body in bodies]
        first: dict[bytes, Wrapped] = {}
        for one in read:
            if isinstance(one, Wrapped):
                first.setdefault(one.key, one)
        answers = await self._answers(source, first)
        said = [one if isinstance(one, Answer) else await self._of(source, one, first, answers) for one in read]
        for one, answer in zip(read, said, strict=True):
            _count(source, one, answer)
        codes = [answer.problem.code for answer in said if answer.problem is not None]
        if codes:
            LOG.info("events not taken", source=source.slug, agency=source.agency, code=sorted(set(codes)), count=len(codes))
        return said

    async def _read(self, source: Source, body: bytes, trace: Trace) -> Wrapped | Answer:
        try:
            event = decode(body)
            try:
                admit(event, source, self._registry.sources, self._registry.now())
            except SetAsideError as error:
                if error.code not in YOUNG or not await self._registry.renew():
                    raise
                admit(event, self._registry.sources.by_no[source.no], self._registry.sources, self._registry.now())
            return wrap(event, prefix=self._prefix, stamps=self._stamps, parent=trace)
        except Unreadable as error:
            return _refused(problems.of_unreadable(error))
        except SetAsideError as error:
            return _refused(problems.of_set_aside(error))

    async def _answers(self, source: Source, events: Mapping[bytes, Wrapped]) -> dict[bytes, Answer]:
        """An answer for each key: from what is known, else from Kafka."""
        known = await self._repeats.among({key: wrapped.mac for key, wrapped in events.items()})
        answers = {key: await self._known(source, events[key], verdict) for key, verdict in known.items()}
        new = [wrapped for key, wrapped in events.items() if key not in known]
        sent = await self._publisher.publish([wrapped.message for wrapped in new]) if new else []
        for wrapped, outcome in zip(new, sent, strict=True):
            answers[wrapped.key] = self._published(wrapped, outcome)
        return answers

    async def _of(self, source: Source, wrapped: Wrapped, first: Mapping[bytes, Wrapped], answers: Mapping[bytes, Answer]) -> Answer:
        """The answer of one event; the second of two equal ones in a batch is a repeat of the first, if that was taken."""
        answer, winner = answers[wrapped.key], first[wrapped.key]
        if wrapped is winner or answer.status != ACCEPTED:
            return answer
        return await self._known(source, wrapped, Verdict.SAME if wrapped.mac == winner.mac else Verdict.OTHER)

    async def _known(self, source: Source, wrapped: Wrapped, verdict: Verdict) -> Answer:
        if verdict is Verdict.SAME:
            return Answer(REPEATED, wrapped.event.id)
        event, value = wrapped.event, wrapped.message.value
        waiting = Waiting("conflict", CONFLICT, "/id", event.id, event.type, wrapped.key, value, self._registry.now())
        try:
            await self._database.ask(lambda connection: self._desk.add(connection, source, waiting))
        except TryLaterError:
            return _refused(Problem("away", problems.AWAY), wrapped.event.id)
        return _refused(Problem("conflict", problems.CONFLICT, [("/id", problems.CONFLICT)]), wrapped.event.id)

    def _published(self, wrapped: Wrapped, outcome: Sent) -> Answer:
        event_id = wrapped.event.id
        if outcome is Sent.AWAY:
            return _refused(Problem("away", problems.AWAY), event_id)
        if outcome is Sent.UNKNOWN:
            return _refused(Problem("unknown", problems.UNKNOWN), event_id)
        self._repeats.remember(wrapped.key, wrapped.mac)
        return Answer(ACCEPTED, event_id)


def _refused(problem: Problem, event_id: str | None = None) -> Answer:
    return Answer(problem.kind.status, event_id, problem)


def _count(source: Source, one: Wrapped | Answer, answer: Answer) -> None:
    domain = one.event.event_type.domain if isinstance(one, Wrapped) else ""
    metrics.INTAKE.labels(_RESULTS.get(answer.status, "refused"), source.agency, domain).inc()
    if answer.problem is not None:
        metrics.INTAKE_REFUSED.labels(answer.problem.code).inc()
