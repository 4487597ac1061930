"""Officers of the budget (PA, KPA, PPK, PPTK, treasurers), and authority delegated to another."""

from hub.keys import subject_key
from hub.store.rows import Day, Instant, Key, Row, stored
from hub.views.kit import Fact, State, replace, view
from hub.views.things import Thing
from schemas.personnel import AuthorityDelegated, OfficerDesignated, OfficerEnded


@stored("designation", indexes=("person", "agency"), marks={"skey": Thing.DESIGNATION, "person": Thing.OFFICER})
class Designation(Row):
    """One letter: who may act as `office`, for which activities and documents (null: all). `delegated_by` is null for an own office."""

    skey: Key
    subject: str
    agency: str
    person: Key
    person_subject: str
    office: str
    delegated: bool
    delegated_by: Key | None
    activities: list[str] | None
    documents: list[str] | None
    valid_from: Instant
    valid_to: Instant | None
    until: Day | None
    decree: str | None


class DesignationState(State):
    row: Designation


@view(Thing.DESIGNATION, DesignationState)
def designation(state: DesignationState | None, fact: Fact) -> DesignationState | None:
    """A designation or delegation after one more fact; an end before its beginning waits for it."""
    match fact.data:
        case OfficerDesignated() as said:
            return DesignationState(_row(fact, said, delegated=False, by=None, documents=None))
        case AuthorityDelegated() as said:
            by = None if said.by is None else subject_key(said.by)
            return DesignationState(_row(fact, said, delegated=True, by=by, documents=said.documents))
        case OfficerEnded() if state is not None:
            return DesignationState(replace(state.row, valid_to=fact.effective))
    return state


def _row(
    fact: Fact, said: OfficerDesignated | AuthorityDelegated, *, delegated: bool, by: int | None, documents: tuple[str, ...] | None
) -> Designation:
    return Designation(
        skey=fact.skey,
        subject=fact.subject,
        agency=said.agency,
        person=subject_key(said.person),
        person_subject=said.person,
        office=said.office,
        delegated=delegated,
        delegated_by=by,
        activities=None if said.activities is None else list(said.activities),
        documents=None if documents is None else list(documents),
        valid_from=fact.effective,
        valid_to=None,
        until=said.until,
        decree=said.decree.number if said.decree else None,
    )
