"""What the author of a kind of job needs to know: a function that takes `Work` and returns what is kept of it."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncEngine

from hub.settings import Settings

Result = dict[str, Any]
"""JSON that is kept with the job. Counts and ids alone: it is plain for whoever may see the job."""


@dataclass
class Work:
    """One claimed job, while it is worked on.

    The function may be cancelled at any `await` (somebody asked for it, or the process ends), and another process may begin the same
    job anew after a kill: what it writes must bear being written twice. It must not hold the event loop for more than some seconds,
    or its heartbeat stops and another process claims it.

    Attributes:
        arguments: what was asked for, as JSON.
        done: how far it is; set it as often as you like, it is stored with the heartbeat.
        total: how far it will be in the end; None while that is not known.
    """

    no: int
    kind: str
    arguments: Mapping[str, Any]
    asked_by: str
    tries: int
    settings: Settings
    engine: AsyncEngine
    done: int = 0
    total: int | None = None


class Kind(NamedTuple):
    """A line of `hub/jobs/kinds.py`; `does` is what a page says of it, in Indonesian."""

    name: str
    run: Callable[[Work], Coroutine[Any, Any, Result]]
    does: str
