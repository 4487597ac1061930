"""``simpul doctor``: what could be wrong on this machine, each with what to do about it.

``checks`` lists them in the order in which they are asked and shown; a check is a function from settings to a finding.
"""

from collections.abc import AsyncIterator, Awaitable, Callable

from hub.doctor.finding import Finding
from hub.doctor.folder import folder_is_private, master_key_is_there, room_is_left
from hub.doctor.programs import jars_are_whole, java_is_there, postgres_is_there
from hub.doctor.servers import database_answers, kafka_answers, page_answers
from hub.settings import Settings

Check = Callable[[Settings], Awaitable[Finding]]

BEFORE: tuple[Check, ...] = (folder_is_private, master_key_is_there, room_is_left)
PROGRAMS: dict[str, tuple[Check, ...]] = {"kafka": (java_is_there, jars_are_whole), "database": (postgres_is_there,)}
SERVERS: tuple[Check, ...] = (database_answers, kafka_answers, page_answers)


def checks(external: frozenset[str]) -> list[Check]:
    """All checks that matter here; a server of somebody else (``kafka``, ``database``) needs no programs of ours."""
    programs = [check for server, ours in PROGRAMS.items() if server not in external for check in ours]
    return [*BEFORE, *programs, *SERVERS]


async def examine(settings: Settings, external: frozenset[str] = frozenset()) -> AsyncIterator[Finding]:
    """Ask every check in turn."""
    for check in checks(external):
        yield await check(settings)
