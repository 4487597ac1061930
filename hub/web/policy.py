"""The one policy (role × agency × domain × class of field), as conditions that every query of a page or of the API carries.

Nothing else decides what somebody sees. A whole domain out of reach is refused aloud (`ForbiddenError`, 403); a single thing out of
reach is not there (404), so that nobody learns that it exists.

| domain | secretariat | inspektorat | opd | operator |
|---|---|---|---|---|
| alerts | region | region | own, disposed to it, or of a rule on which it must act | – |
| restricted alerts | Sekda alone | region | – | – |
| complaints | region | region | ever responsible | – |
| posts, spending | region | region | own | – |
| payroll (amounts: class specific) | region | region | own | – |
| sources | region | region | own | region |
| desk | – | – | own | region |
| reference (agencies, units, calendars, parameters) | region | region | region | region |
"""

from enum import IntEnum, StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, and_, cast, exists, false, null, or_, true

from hub.alerts.rules import RULES
from hub.alerts.tables import alert, case_action
from hub.errors import SimpulError
from hub.store.rows import Row
from hub.views.complaints import Complaint, ComplaintSpan
from hub.views.things import Thing
from hub.web.viewer import Role, Viewer


class Domain(StrEnum):
    """What a page is about."""

    ALERTS = "alerts"
    COMPLAINTS = "complaints"
    POSTS = "posts"
    SPENDING = "spending"
    PAYROLL = "payroll"
    SOURCES = "sources"
    DESK = "desk"
    REFERENCE = "reference"


class Reach(IntEnum):
    """How far somebody sees in a domain."""

    NOTHING = 0
    OWN = 1
    REGION = 2


class FieldClass(StrEnum):
    """Class of a field as the schemas mark it (UU 27/2022); a field without a mark may be shown."""

    PERSONAL = "personal"
    SPECIFIC = "specific"
    RESTRICTED = "restricted"


class ForbiddenError(SimpulError):
    """The whole domain is out of the viewer's reach."""


_MATTER: Final = (Domain.ALERTS, Domain.COMPLAINTS, Domain.POSTS, Domain.SPENDING, Domain.PAYROLL, Domain.SOURCES)
_REFERENCE: Final = {Domain.REFERENCE: Reach.REGION}
_REACH: Final[dict[Role, dict[Domain, Reach]]] = {
    Role.SECRETARIAT: dict.fromkeys(_MATTER, Reach.REGION) | _REFERENCE,
    Role.INSPEKTORAT: dict.fromkeys(_MATTER, Reach.REGION) | _REFERENCE,
    Role.OPD: dict.fromkeys((*_MATTER, Domain.DESK), Reach.OWN) | _REFERENCE,
    Role.OPERATOR: {Domain.SOURCES: Reach.REGION, Domain.DESK: Reach.REGION} | _REFERENCE,
}
_OPENS: Final[dict[Role, frozenset[FieldClass]]] = {
    Role.SECRETARIAT: frozenset({FieldClass.PERSONAL, FieldClass.SPECIFIC}),
    Role.INSPEKTORAT: frozenset({FieldClass.PERSONAL, FieldClass.SPECIFIC, FieldClass.RESTRICTED}),
    Role.OPD: frozenset({FieldClass.PERSONAL, FieldClass.SPECIFIC}),
    Role.OPERATOR: frozenset(),
}
_NEVER: Final = "reporter"
"""The reporter of a complaint is never named, to nobody (design.md 6): classified fields whose name begins so are never opened."""
_DOMAIN_OF: Final = {
    Thing.EMPLOYEE: Domain.POSTS,
    Thing.POST: Domain.POSTS,
    Thing.DESIGNATION: Domain.POSTS,
    Thing.SAME_AS: Domain.POSTS,
    Thing.COMPLAINT: Domain.COMPLAINTS,
    Thing.BUDGET_VERSION: Domain.SPENDING,
    Thing.BUDGET_LINE: Domain.SPENDING,
    Thing.SPM: Domain.SPENDING,
    Thing.SP2D: Domain.SPENDING,
    Thing.PAY_LINE: Domain.PAYROLL,
}


def reach(viewer: Viewer, domain: Domain) -> Reach:
    """How far the viewer sees in the domain, by the widest of the roles."""
    return max(_REACH[role].get(domain, Reach.NOTHING) for role in viewer.roles)


def require(viewer: Viewer, domain: Domain) -> None:
    """Refuses a viewer for whom the whole domain is out of reach.

    Raises:
        ForbiddenError: it is.
    """
    if reach(viewer, domain) is Reach.NOTHING:
        raise ForbiddenError("Halaman ini di luar wewenang akun Anda.")


def within(viewer: Viewer, domain: Domain, agency: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition on rows of a domain that have an agency."""
    match reach(viewer, domain):
        case Reach.REGION:
            return true()
        case Reach.OWN:
            return agency == viewer.agency
        case Reach.NOTHING:
            return false()


def alerts(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `alert`."""
    disposed = exists().where(case_action.c.alert == alert.c.no, case_action.c.to_agency == viewer.agency)
    seen = within(viewer, Domain.ALERTS, alert.c.agency)
    if reach(viewer, Domain.ALERTS) is Reach.OWN:
        seen = or_(seen, disposed, alert.c.rule.in_([rule.code for rule in RULES if viewer.agency in rule.acts]))
    return seen if sees_restricted(viewer) else and_(seen, ~alert.c.restricted)


def complaints(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `complaint`: an agency sees what it is, or ever was, responsible for."""
    if reach(viewer, Domain.COMPLAINTS) is not Reach.OWN:
        return within(viewer, Domain.COMPLAINTS, Complaint.c.agency)
    span = ComplaintSpan.c
    had = exists().where(span.skey == Complaint.c.skey, span.what == "at", span.agency == viewer.agency)
    return or_(Complaint.c.agency == viewer.agency, had)


def domain_of(thing: int) -> Domain:
    """The domain of a kind of subject."""
    return _DOMAIN_OF.get(Thing(thing), Domain.REFERENCE)


def subjects(viewer: Viewer, thing: int, row: type[Row]) -> ColumnElement[bool]:
    """The condition on the main row of a kind of subject: of events and evidence, who may see them is who may see what they are about."""
    if thing == Thing.COMPLAINT:
        return complaints(viewer)
    return within(viewer, domain_of(thing), row.c.agency if "agency" in row.c else cast(null(), Text))


def sees_restricted(viewer: Viewer) -> bool:
    """Discipline and vendor owners: Inspektorat and Sekda alone."""
    return Role.INSPEKTORAT in viewer.roles or (viewer.sekda and Role.SECRETARIAT in viewer.roles)


def opens(viewer: Viewer, domain: Domain, field_class: FieldClass, name: str) -> bool:
    """Whether the classified field `name` of this class, on a thing of this domain that the viewer sees, may be opened to them."""
    if name.startswith(_NEVER):
        return False
    if field_class is FieldClass.RESTRICTED and sees_restricted(viewer):
        return reach(viewer, domain) is not Reach.NOTHING
    return any(field_class in _OPENS[role] and domain in _REACH[role] for role in viewer.roles)


def acts_on_alerts(viewer: Viewer) -> bool:
    """Acknowledge and note: whoever sees alerts."""
    return reach(viewer, Domain.ALERTS) is not Reach.NOTHING


def disposes(viewer: Viewer) -> bool:
    """To say who must act, and to close a case, is the secretariat's."""
    return Role.SECRETARIAT in viewer.roles


def works_desk(viewer: Viewer) -> bool:
    """Resend or close a letter on the desk that the viewer sees."""
    return reach(viewer, Domain.DESK) is not Reach.NOTHING


def sees(viewer: Viewer, domain: Domain) -> bool:
    """Whether the domain is in the viewer's menu."""
    return reach(viewer, domain) is not Reach.NOTHING
