"""What may be spent: budget versions and their lines."""

from hub.store.rows import Instant, Key, Row, Sen, stored
from hub.views.kit import Fact, State, replace, view
from hub.views.things import Thing
from schemas.fields import sen
from schemas.spending import BudgetLineSet, BudgetVersionClosed, BudgetVersionOpened


@stored("budget_version", marks={"skey": Thing.BUDGET_VERSION})
class BudgetVersion(Row):
    """APBD, a shift (pergeseran) or APBD-P; its closing states how many lines and how much it should have (a control total)."""

    skey: Key
    subject: str
    agency: str | None
    year: int
    stage: str
    number: int | None
    effective_at: Instant
    closed_at: Instant | None
    lines: int | None
    total: Sen | None


class BudgetVersionState(State):
    row: BudgetVersion


@view(Thing.BUDGET_VERSION, BudgetVersionState)
def budget_version(state: BudgetVersionState | None, fact: Fact) -> BudgetVersionState | None:
    """A version after one more fact; a closing before its opening waits for it."""
    match fact.data:
        case BudgetVersionOpened() as said:
            row = BudgetVersion(fact.skey, fact.subject, said.agency, said.year, said.stage, said.number, fact.effective, None, None, None)
            return BudgetVersionState(row)
        case BudgetVersionClosed() as said if state is not None:
            return BudgetVersionState(replace(state.row, closed_at=fact.effective, lines=said.lines, total=sen(said.total)))
    return state


@stored("budget_line", indexes=("agency",), marks={"skey": Thing.BUDGET_LINE})
class BudgetLine(Row):
    """Agency × activity (sub-kegiatan) × account (sub-rincian) × fund in a year; `amount` is the newest in effective order."""

    skey: Key
    subject: str
    agency: str
    year: int
    activity: str
    account: str
    fund: str | None
    amount: Sen
    effective_at: Instant


@stored("budget_amount", many=True)
class BudgetAmount(Row):
    """The amount of a line from when to when, and the version that set it."""

    skey: Key
    no: int
    version: str | None
    amount: Sen
    valid_from: Instant
    valid_to: Instant | None


class BudgetLineState(State):
    row: BudgetLine
    amounts: list[BudgetAmount]


@view(Thing.BUDGET_LINE, BudgetLineState)
def budget_line(state: BudgetLineState | None, fact: Fact) -> BudgetLineState | None:
    """A line after one more amount."""
    said, amounts = fact.data, [] if state is None else state.amounts
    if not isinstance(said, BudgetLineSet):
        return state
    amount = sen(said.amount)
    row = BudgetLine(fact.skey, fact.subject, said.agency, said.year, said.activity, said.account, said.fund, amount, fact.effective)
    ended = [*amounts[:-1], replace(amounts[-1], valid_to=fact.effective)] if amounts else []
    return BudgetLineState(row, [*ended, BudgetAmount(fact.skey, len(ended), said.version, amount, fact.effective, None)])
