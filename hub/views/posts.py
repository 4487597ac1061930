"""Posts and who holds them."""

from hub.keys import subject_key
from hub.store.rows import Day, Instant, Key, Row, stored
from hub.views.kit import Fact, State, replace, view
from hub.views.things import Thing
from schemas.personnel import ActingExtended, PostAbolished, PostChanged, PostEstablished, PostFilled, PostVacated


@stored("post", indexes=("agency",), marks={"skey": Thing.POST})
class Post(Row):
    """A position. Title and kind are null while only its holders were told; `leads` is agency, unit, or null."""

    skey: Key
    subject: str
    agency: str
    unit: str | None
    title: str | None
    kind: str | None
    level: str | None
    leads: str | None
    retirement_age: int | None
    established_at: Instant | None
    abolished_at: Instant | None


@stored("occupancy", many=True, indexes=("person",), marks={"person": Thing.HOLDER})
class Occupancy(Row):
    """Who holds a post from when to when. `until` is what the letter says, `valid_to` when it ended in fact."""

    skey: Key
    no: int
    person: Key
    person_subject: str
    kind: str
    valid_from: Instant
    valid_to: Instant | None
    until: Day | None
    extended_until: Day | None
    decree: str | None


class PostState(State):
    """A post and everyone who ever held it, in the order of their beginnings."""

    row: Post
    occupancies: list[Occupancy]


ENDS = {
    "definitive": ("definitive", "plt", "plh", "pj"),
    "plt": ("definitive", "plt", "plh", "pj"),
    "pj": ("definitive", "plt", "plh", "pj"),
    "plh": ("plh",),
}
"""Whom a new holder replaces: a Plh stands in while the definitive one is away, the others come when he is gone (UU 30/2014 art. 14)."""


@view(Thing.POST, PostState)
def post(state: PostState | None, fact: Fact) -> PostState | None:
    """A post after one more fact."""
    said = fact.data
    if state is None:
        state = PostState(Post(fact.skey, fact.subject, said.agency, None, None, None, None, None, None, None, None), [])
    row, holders = state.row, state.occupancies
    match said:
        case PostEstablished() | PostChanged():
            begun = fact.effective if row.established_at is None else row.established_at
            row = replace(
                row,
                agency=said.agency,
                unit=said.unit,
                title=said.title,
                kind=said.kind,
                level=said.level,
                leads=said.leads,
                retirement_age=said.retirement_age,
                established_at=begun,
                abolished_at=None,
            )
        case PostFilled():
            holders = _filled(holders, said, fact)
        case ActingExtended():
            person = subject_key(said.person)
            holders = [replace(o, extended_until=said.until) if _acts(o, person) else o for o in holders]
        case PostVacated():
            leaver = None if said.person is None else subject_key(said.person)
            holders = [_ended(o, fact.effective) if _leaves(o, leaver, fact.effective) else o for o in holders]
        case PostAbolished():
            row = replace(row, abolished_at=fact.effective)
            holders = [_ended(o, fact.effective) for o in holders]
    return PostState(row, holders)


def _acts(holder: Occupancy, person: int) -> bool:
    return holder.valid_to is None and holder.person == person and holder.kind != "definitive"


def _leaves(holder: Occupancy, leaver: int | None, at: int) -> bool:
    """Where nobody is named all leave, but not who comes on that very day: which of the two letters was recorded first means nothing."""
    return holder.valid_from < at if leaver is None else holder.person == leaver


def _ended(holder: Occupancy, at: int) -> Occupancy:
    return holder if holder.valid_to is not None else replace(holder, valid_to=at)


def _filled(holders: list[Occupancy], said: PostFilled, fact: Fact) -> list[Occupancy]:
    """A second letter for the same acting person extends the first; any other filling ends whom it replaces and begins."""
    person, decree = subject_key(said.person), said.decree.number if said.decree else None
    for place, holder in enumerate(holders):
        if holder.valid_to is None and holder.person == person and holder.kind == said.kind != "definitive":
            return [*holders[:place], replace(holder, extended_until=said.until), *holders[place + 1 :]]
    ended = [_ended(o, fact.effective) if o.kind in ENDS[said.kind] else o for o in holders]
    new = Occupancy(fact.skey, len(ended), person, said.person, said.kind, fact.effective, None, said.until, None, decree)
    return [*ended, new]
