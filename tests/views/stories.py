"""A story about one subject in a few lines: what was said on which day, in the order in which it was recorded."""

import datetime as dt
from itertools import count
from typing import Any, Final

from schemas.payload import Payload
from schemas.registry import event_type_of
from tests.histories.world import SPEAKERS, SUBJECTS
from tests.model.facts import Zone
from tests.model.said import Said
from tests.model.views import expected
from tests.views.told import JAKARTA, folded

NOON: Final = dt.datetime(2026, 1, 5, 5, tzinfo=dt.UTC)
_numbers = count(1)


def says(model: type[Payload], *, time: dt.datetime | None = None, id: str | None = None, **fields: Any) -> Said:  # noqa: A002 -- CloudEvents' name
    """A fact about the first subject of its kind, recorded a second after the one before."""
    told, number = event_type_of(model), next(_numbers)
    speaker = next(one for one in SPEAKERS if told.domain in one.domains)
    at = time or NOON + dt.timedelta(seconds=number)
    return Said(speaker.path, id or f"{told.short}:{number:06}", SUBJECTS[told.kind][0], at, model, model.model_validate(fields))


def corrected(target: Said, *, time: dt.datetime | None = None, id: str | None = None, **fields: Any) -> Said:  # noqa: A002 -- as above
    """A correction of some fields."""
    assert target.data is not None
    return _amends(target, "correction", time, id, target.model.model_validate({**dict(target.data), **fields}))


def withdrawn(target: Said, *, time: dt.datetime | None = None, id: str | None = None) -> Said:  # noqa: A002 -- as above
    return _amends(target, "withdrawal", time, id, None)


def _amends(target: Said, kind: Any, time: dt.datetime | None, name: str | None, data: Payload | None) -> Said:
    number = next(_numbers)
    at = time or NOON + dt.timedelta(seconds=number)
    return Said(target.source, name or f"{kind}:{number:06}", target.subject, at, target.model, data, kind, target.name)


def rows(table: str, *said: Said) -> list[dict[str, Any]]:
    """The table's rows after a story, by the hub's fold in any order of arrival, and by the model."""
    found = folded(said).get(table, [])
    assert found == folded(reversed(said)).get(table, [])
    assert found == expected(said, Zone(JAKARTA)).get(table, [])
    return found


def midnight(text: str) -> dt.datetime:
    """00:00 of a day in Jakarta."""
    return Zone(JAKARTA).midnight(dt.date.fromisoformat(text))
