"""What rules and clocks refer to: working weeks, special days, parameters, links between records, what sources say of themselves."""

from hub.keys import subject_key
from hub.store.order import instant
from hub.store.rows import Day, Instant, Key, Row, stored
from hub.views.kit import Fact, State, replace, view
from hub.views.things import Thing
from schemas.reference import CalendarDaySet, MaintenanceAnnounced, ParameterSet, RhythmSet, SameAsStated, SourceChecked, WeekSet


@stored("special_day", marks={"skey": Thing.CALENDAR_DAY})
class SpecialDay(Row):
    """A day of a calendar that is not what its weekday says; `working` where it is a working day instead of a free one."""

    skey: Key
    subject: str
    calendar: str
    day: Day
    kind: str
    working: bool
    name: str | None
    decree: str | None


class SpecialDayState(State):
    row: SpecialDay


@view(Thing.CALENDAR_DAY, SpecialDayState)
def special_day(state: SpecialDayState | None, fact: Fact) -> SpecialDayState | None:
    """The newest statement about a day counts."""
    said = fact.data
    if not isinstance(said, CalendarDaySet):
        return state
    decree = said.decree.number if said.decree else None
    working = said.kind == "working-day"
    return SpecialDayState(SpecialDay(fact.skey, fact.subject, said.calendar, said.day, said.kind, working, said.name, decree))


@stored("working_week", marks={"skey": Thing.WEEK})
class WorkingWeek(Row):
    """The newest week of a unit (or of a whole agency, unit null); `week_span` has all of them."""

    skey: Key
    subject: str
    agency: str
    unit: str | None


@stored("week_span", many=True)
class WeekSpan(Row):
    """Five or six days; opening hours in local time as HH:MM, null: the region's."""

    skey: Key
    no: int
    days: int
    calendar: str | None
    opens: str | None
    closes: str | None
    valid_from: Instant
    valid_to: Instant | None


class WorkingWeekState(State):
    row: WorkingWeek
    spans: list[WeekSpan]


@view(Thing.WEEK, WorkingWeekState)
def working_week(state: WorkingWeekState | None, fact: Fact) -> WorkingWeekState | None:
    """A unit's week after one more statement."""
    said = fact.data
    if not isinstance(said, WeekSet):
        return state
    before = [] if state is None else state.spans
    ended = [*before[:-1], replace(before[-1], valid_to=fact.effective)] if before else []
    new = WeekSpan(fact.skey, len(ended), said.days, said.calendar, said.opens, said.closes, fact.effective, None)
    return WorkingWeekState(WorkingWeek(fact.skey, fact.subject, said.agency, said.unit), [*ended, new])


@stored("parameter", marks={"skey": Thing.PARAMETER})
class Parameter(Row):
    """A parameter of a rule that the region has set; its values are in `parameter_span`."""

    skey: Key
    subject: str
    rule: str
    name: str


@stored("parameter_span", many=True)
class ParameterSpan(Row):
    skey: Key
    no: int
    value: str
    law: str
    valid_from: Instant
    valid_to: Instant | None


class ParameterState(State):
    row: Parameter
    spans: list[ParameterSpan]


@view(Thing.PARAMETER, ParameterState)
def parameter(state: ParameterState | None, fact: Fact) -> ParameterState | None:
    """A parameter after one more value."""
    said = fact.data
    if not isinstance(said, ParameterSet):
        return state
    before = [] if state is None else state.spans
    ended = [replace(span, valid_to=fact.effective) if span.valid_to is None or span.valid_to > fact.effective else span for span in before]
    new = ParameterSpan(fact.skey, len(ended), said.value, said.law, fact.effective, fact.after(said.until))
    return ParameterState(Parameter(fact.skey, fact.subject, said.rule, said.name), [*ended, new])


@stored("source_state", marks={"skey": Thing.SOURCE})
class SourceState(Row):
    """What a source last said of itself: checked even when nothing was new, so that quiet is not silence."""

    skey: Key
    subject: str
    checked_at: Instant | None
    records: int | None
    rhythm_minutes: int | None
    maintenance_from: Instant | None
    maintenance_to: Instant | None


class SourceStateState(State):
    row: SourceState


@view(Thing.SOURCE, SourceStateState)
def source_state(state: SourceStateState | None, fact: Fact) -> SourceStateState | None:
    """A source after one more word about itself."""
    row = SourceState(fact.skey, fact.subject, None, None, None, None, None) if state is None else state.row
    match fact.data:
        case SourceChecked() as said:
            row = replace(row, checked_at=fact.effective, records=said.records)
        case MaintenanceAnnounced() as said:
            row = replace(row, maintenance_from=instant(said.starts), maintenance_to=instant(said.ends))
        case RhythmSet() as said:
            row = replace(row, rhythm_minutes=said.minutes)
    return SourceStateState(row)


@stored("same_as", indexes=("one", "other"), marks={"skey": Thing.SAME_AS, "one": Thing.EMPLOYEE, "other": Thing.EMPLOYEE})
class SameAs(Row):
    """An operator's word on two records; the spans in which they are one are in `same_as_span`."""

    skey: Key
    subject: str
    one: Key
    other: Key


@stored("same_as_span", many=True)
class SameAsSpan(Row):
    skey: Key
    no: int
    same: bool
    valid_from: Instant
    valid_to: Instant | None


class SameAsState(State):
    row: SameAs
    spans: list[SameAsSpan]


@view(Thing.SAME_AS, SameAsState)
def same_as(state: SameAsState | None, fact: Fact) -> SameAsState | None:
    """A link after one more statement."""
    said = fact.data
    if not isinstance(said, SameAsStated):
        return state
    before = [] if state is None else state.spans
    ended = [replace(span, valid_to=fact.effective) if span.valid_to is None or span.valid_to > fact.effective else span for span in before]
    new = SameAsSpan(fact.skey, len(ended), said.same, fact.effective, fact.after(said.until))
    return SameAsState(SameAs(fact.skey, fact.subject, subject_key(said.record), subject_key(said.other)), [*ended, new])
