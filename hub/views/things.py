"""What marks and rules name: kinds of subjects, and the values by which rules join subjects. Numbers are stored: never reuse one."""

from enum import IntEnum
from typing import Final


class Thing(IntEnum):
    """A kind of subject (its number is `subject.kind`), or a joined value."""

    ALL = 0
    """Everything: a midnight, a parameter or the calendar changed; the key is the number of the rule's slice."""
    EMPLOYEE = 1
    POST = 2
    DESIGNATION = 3
    COMPLAINT = 4
    BUDGET_VERSION = 5
    BUDGET_LINE = 6
    SPM = 7
    SP2D = 8
    PAY_LINE = 9
    AGENCY = 10
    UNIT = 11
    CALENDAR_DAY = 12
    WEEK = 13
    PARAMETER = 14
    SOURCE = 15
    SAME_AS = 16
    NIP = 50
    """A number that a record of an employee bears."""
    NIK = 51
    ACCOUNT = 52
    HOLDER = 57
    """An employee who holds a post. Each way to name somebody is a thing of its own: a pay line must not wake who waits for a holder."""
    OFFICER = 58
    """An employee who is designated, or to whom authority is delegated."""


SUBJECT_KINDS: Final = {thing.name.lower().replace("_", "-"): thing for thing in Thing if 0 < thing < Thing.NIP}
"""Word before the slash of a subject → its thing."""
