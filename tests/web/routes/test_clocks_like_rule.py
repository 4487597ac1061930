"""The clocks that pages show and rule A23 count alike: the same complaints, the same days, the same answer."""

from typing import Any

from hub.alerts import limits
from hub.alerts.asking import Asking
from hub.alerts.moments import At
from hub.alerts.rules.complaint_clock_broken import complaint_clock_broken
from hub.keys import subject_key
from hub.store import engine
from hub.store.order import Days, instant
from tests.web import story
from tests.web.conftest import Site
from tests.web.region import NOW, Region


async def _by_rule(site: Site, keys: list[int]) -> set[tuple[str, str]]:
    days = Days(site.settings.tz)
    connection = await engine.connect(site.settings.dsn)
    asking, at = Asking(complaint_clock_broken), At.live(instant(NOW), days)
    arguments = asking.arguments(await limits.read(connection), site.settings.zone, days)
    found = await asking.ask(connection, [(key, at) for key in keys], arguments)
    await connection.close()
    return {(str(key), clock) for key, clock, _ in found}


async def _tell(region: Region) -> list[str]:
    """Complaints that came on every day and hour of three weeks, held, handed on, answered, resolved."""
    subjects = []
    for number in range(24):
        subject = f"complaint/lapor:8{number:02d}"
        subjects.append(subject)
        came = story.at(3, 26 + number % 5, 8 + number % 10) if number < 12 else story.at(4, 1 + number % 18, 8 + number % 10)
        said = {
            "number": str(number),
            "channel": "LAPOR",
            "effective": came.isoformat(),
            "complaint_class": ("informasi", "non-pengawasan")[number % 2],
        }
        await region.say(subject, "complaints.received", said, received=came)
        steps: list[tuple[str, dict[str, Any], int]] = [
            ("dispatched", {"to": "dishub"}, 3),
            ("put-on-hold", {"reporter_asked": number % 4 == 2, "proof": "Pesan 1"}, 5),
        ]
        steps += [("resumed", {}, 9), ("responded", {}, 10), ("resolved", {}, 12)]
        for what, more, after in steps[: number % 6]:
            when = min(came.replace(day=min(came.day + after, 30)), story.at(4, 20, 8))
            await region.say(subject, f"complaints.{what}", {"by": "diskominfo", "effective": when.isoformat(), **more}, received=when)
    return subjects


async def test_page_and_rule_find_the_same_clocks_late(own_site: Site, region: Region) -> None:
    subjects = [*await _tell(region), *(f"complaint/lapor:77123{number:02d}" for number in range(1, 6))]
    keys = [subject_key(subject) for subject in subjects]
    found = (await (await own_site.sign_in("asisten")).get("/api/v1/complaints")).json()["items"]
    late = {(one["key"], clock["name"]) for one in found for clock in one["clocks"] if clock["late"] and not clock["ended_at"]}
    assert len(late) > 8
    assert late == await _by_rule(own_site, keys)
