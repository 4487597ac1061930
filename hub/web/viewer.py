"""Who looks: an account with its roles, as every query function takes it."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account is for; one account may have several."""

    SECRETARIAT = "secretariat"
    INSPEKTORAT = "inspektorat"
    OPD = "opd"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person.

    Attributes:
        account: number of the account.
        login: as typed at sign-in; what journals, looks and audit rows hold.
        name: as pages greet them.
        roles: what they are for.
        agency: slug of the agency whose liaison they are; None without the role opd.
        sekda: the regional secretary.
    """

    account: int
    login: str
    name: str
    roles: frozenset[Role]
    agency: str | None = None
    sekda: bool = False
