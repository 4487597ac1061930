"""Personnel: people and their numbers, service, posts and who holds them, officers of the budget and delegations (SIMPEG, SIASN).

`effective` is the first day on which a fact holds (TMT); `until` is the last day, as decrees write it ("sampai dengan").
"""

from schemas.personnel.officers import AuthorityDelegated, OfficerDesignated, OfficerEnded
from schemas.personnel.people import (
    AliasEnded,
    AliasGiven,
    EmployeeAppointed,
    IncrementGiven,
    PersonRegistered,
    RankChanged,
    StatusChanged,
    Transferred,
)
from schemas.personnel.posts import ActingExtended, PostAbolished, PostChanged, PostEstablished, PostFilled, PostVacated

__all__ = [
    "ActingExtended",
    "AliasEnded",
    "AliasGiven",
    "AuthorityDelegated",
    "EmployeeAppointed",
    "IncrementGiven",
    "OfficerDesignated",
    "OfficerEnded",
    "PersonRegistered",
    "PostAbolished",
    "PostChanged",
    "PostEstablished",
    "PostFilled",
    "PostVacated",
    "RankChanged",
    "StatusChanged",
    "Transferred",
]
