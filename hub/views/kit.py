"""The kit of views: what an author of one needs to know.

A view folds the facts of one subject into a State: one main row and lists of rows. `step` is the only code that does it; the live
path, the replay after a late fact and the rebuild all call it. It reads no database and no clock, changes nothing that it was given
(use `replace`), and ignores a fact that comes before its subject's beginning: that one is folded again when the beginning arrives.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from hub.store.order import Days
from hub.store.rows import Row
from hub.views.things import Thing

replace = msgspec.structs.replace
ONE_DAY: Final = dt.timedelta(days=1)


class Fact(msgspec.Struct, gc=False):
    """One accepted event as `step` sees it, with its amendments applied.

    Attributes:
        data: the event's model; classified fields must not be read (a replay does not have them).
        effective: instant from which it holds, in microseconds since 2000.
        time: instant at which the source recorded it.
        skey: 64-bit key of the subject.
        subject: `<kind>/<source>:<key>`.
        hashes: keyed hashes of the type's joining fields, in its order; None where the field is absent.
        token: the classified fields, encrypted; a view carries it as it is. None: there are none.
        days: midnights of the region's zone, which is fixed when the region is set up.
    """

    data: Any
    effective: int
    time: int
    skey: int
    subject: str
    hashes: tuple[int | None, ...]
    token: bytes | None
    days: Days

    def after(self, day: dt.date | None) -> int | None:
        """The instant at which a span ends whose last day is `day`."""
        return None if day is None else self.days.instant(day + ONE_DAY)


class State(msgspec.Struct, gc=False):
    """Everything that a subject owns: the first field is its main row, the others are lists of rows."""


S = TypeVar("S", bound=State)
Step = Callable[[S | None, Fact], S | None]


class View(Generic[S]):
    """A registered view.

    Attributes:
        thing: the kind of subject.
        state: the class of its State.
        step: the fold.
        main: class of the main row.
        lists: classes of the rows of each list, in the order of the State's fields.
    """

    def __init__(self, thing: Thing, state: type[S], step: Step[S]) -> None:
        self.thing = thing
        self.state = state
        self.step = step
        hints = [get_type_hints(state)[name] for name in state.__struct_fields__]
        self.main: type[Row] = hints[0]
        self.lists: tuple[type[Row], ...] = tuple(get_args(hint)[0] for hint in hints[1:] if get_origin(hint) is list)
        self.list_names: tuple[str, ...] = state.__struct_fields__[1:]


def view(thing: Thing, state: type[S]) -> Callable[[Step[S]], View[S]]:
    """Makes a `step` the view of a kind of subject; `hub/views/registry.py` lists it."""

    def make(step: Step[S]) -> View[S]:
        return View(thing, state, step)

    return make
