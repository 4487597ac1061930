"""The one policy, asked through every page and every answer of the API: role × page × foreign agency."""

from typing import Final

import pytest

from hub.keys import subject_key
from hub.web import policy
from hub.web.policy import Domain, FieldClass, Reach
from hub.web.viewer import Role, Viewer
from tests.web import story
from tests.web.conftest import PEOPLE, Site

LAMP, MOVED = subject_key(story.LAMP), subject_key("complaint/lapor:7712302")
HEALTH = subject_key("complaint/lapor:7712303")
POST, CLINIC = subject_key("post/simpeg:118"), subject_key(story.PUSKESMAS)
LINE, PAY, PERSON = subject_key("budget-line/sipd:dishub-1"), subject_key(story.PAY), subject_key(story.PENSIONER)
AGENCY = subject_key("agency/pages:dinkes")
EVERYBODY: Final = tuple(PEOPLE)
REGION = ("sekda", "asisten", "inspektur")

# path → (who sees it, what others get where it is not 404)
PAGES: Final[dict[str, tuple[tuple[str, ...], dict[str, int]]]] = {
    "/peringatan": ((*REGION, "dishub", "dinkes", "bkpsdm"), {"operator": 403}),
    "/peringatan/1": ((*REGION, "dinkes", "bkpsdm"), {"operator": 403}),
    "/peringatan/2": ((*REGION, "dishub", "bkpsdm"), {"operator": 403}),
    "/peringatan/4": (("sekda", "inspektur"), {"operator": 403}),
    "/pengaduan": ((*REGION, "dishub", "dinkes", "bkpsdm"), {"operator": 403}),
    f"/pengaduan/{LAMP}": ((*REGION, "dishub"), {"operator": 403}),
    f"/pengaduan/{MOVED}": ((*REGION, "dishub"), {"operator": 403}),
    f"/pengaduan/{HEALTH}": ((*REGION, "dinkes"), {"operator": 403}),
    "/jabatan": ((*REGION, "dishub", "dinkes", "bkpsdm"), {"operator": 403}),
    "/belanja": ((*REGION, "dishub", "dinkes", "bkpsdm"), {"operator": 403}),
    "/belanja/dishub": ((*REGION, "dishub"), {"operator": 403}),
    "/sumber": (EVERYBODY, {}),
    "/meja": (("dishub", "dinkes", "bkpsdm", "operator"), dict.fromkeys(REGION, 403)),
    f"/objek/{POST}": ((*REGION, "dishub"), {}),
    f"/objek/{CLINIC}": ((*REGION, "dinkes"), {}),
    f"/objek/{LINE}": ((*REGION, "dishub"), {}),
    f"/objek/{PAY}": ((*REGION, "dishub"), {}),
    f"/objek/{PERSON}": ((*REGION, "dishub"), {}),
    f"/objek/{AGENCY}": (EVERYBODY, {}),
    "/api/v1/alerts": ((*REGION, "dishub", "dinkes", "bkpsdm"), {"operator": 403}),
    "/api/v1/alerts/2": ((*REGION, "dishub", "bkpsdm"), {"operator": 403}),
    "/api/v1/alerts/4": (("sekda", "inspektur"), {"operator": 403}),
    "/api/v1/complaints": ((*REGION, "dishub", "dinkes", "bkpsdm"), {"operator": 403}),
    "/api/v1/complaints/counts": ((*REGION, "dishub", "dinkes", "bkpsdm"), {"operator": 403}),
    f"/api/v1/complaints/{LAMP}": ((*REGION, "dishub"), {"operator": 403}),
    "/api/v1/posts": ((*REGION, "dishub", "dinkes", "bkpsdm"), {"operator": 403}),
    "/api/v1/spending": ((*REGION, "dishub", "dinkes", "bkpsdm"), {"operator": 403}),
    "/api/v1/sources": (EVERYBODY, {}),
    "/api/v1/desk": (("dishub", "dinkes", "bkpsdm", "operator"), dict.fromkeys(REGION, 403)),
    "/api/v1/me": (EVERYBODY, {}),
}


@pytest.mark.parametrize("path", PAGES)
async def test_page_shows_itself_to_whom_the_policy_says_and_to_nobody_else(site: Site, path: str) -> None:
    sees, otherwise = PAGES[path]
    statuses = {login: (await (await site.sign_in(login)).get(path)).status_code for login in EVERYBODY}
    assert statuses == {login: 200 if login in sees else otherwise.get(login, 404) for login in EVERYBODY}


@pytest.mark.parametrize("path", PAGES)
async def test_page_shows_itself_to_no_stranger(site: Site, path: str) -> None:
    answer = await (await site.visitor()).get(path)
    assert answer.status_code == (401 if path.startswith("/api/") else 303)


async def test_lists_of_a_liaison_hold_nothing_of_another_agency(site: Site) -> None:
    client = await site.sign_in("dinkes")
    found = {name: (await client.get(f"/api/v1/{name}")).json() for name in ("complaints", "posts", "spending", "alerts?state=all")}
    agencies = {one["agency"] for name in found for one in (found[name]["items"] if isinstance(found[name], dict) else found[name])}
    assert agencies == {"dinkes"}
    assert (await client.get("/api/v1/sources")).json() == []


async def test_agency_that_must_act_sees_the_alert_but_not_the_events_of_another(site: Site) -> None:
    page = (await (await site.sign_in("bkpsdm")).get("/peringatan/1")).text
    assert "di luar wewenang Anda" in page
    assert 'href="/peristiwa/' not in page


async def test_complaint_that_moved_on_stays_visible_to_whom_it_was_dispatched_first(site: Site) -> None:
    numbers = [one["number"] for one in (await (await site.sign_in("dishub")).get("/api/v1/complaints")).json()["items"]]
    assert numbers == ["7712302", "7712301"]


async def test_restricted_alert_is_counted_for_nobody_else(site: Site) -> None:
    seen = {}
    for login in ("sekda", "inspektur", "asisten", "dishub"):
        client = await site.sign_in(login)
        seen[login] = [one["rule"] for one in (await client.get("/api/v1/alerts")).json()["items"]]
    assert seen == {"sekda": ["A01", "A15", "A23"], "inspektur": ["A01", "A15", "A23"], "asisten": ["A01", "A23"], "dishub": ["A01", "A23"]}


def viewer(*roles: Role, agency: str | None = None, sekda: bool = False) -> Viewer:
    return Viewer(1, "x", "X", frozenset(roles), agency, sekda)


@pytest.mark.parametrize("name", ["reporter_name", "reporter_phone", "reporter_nik"])
@pytest.mark.parametrize("who", [viewer(*Role, agency="dishub", sekda=True), viewer(Role.INSPEKTORAT)])
def test_reporter_is_opened_to_nobody(who: Viewer, name: str) -> None:
    assert not policy.opens(who, Domain.COMPLAINTS, FieldClass.PERSONAL, name)


@pytest.mark.parametrize(
    ("who", "opened"),
    [
        (viewer(Role.SECRETARIAT), {"personal", "specific"}),
        (viewer(Role.SECRETARIAT, sekda=True), {"personal", "specific", "restricted"}),
        (viewer(Role.INSPEKTORAT), {"personal", "specific", "restricted"}),
        (viewer(Role.OPD, agency="dishub"), {"personal", "specific"}),
        (viewer(Role.OPERATOR), set()),
    ],
)
def test_classes_of_fields_are_opened_by_role(who: Viewer, opened: set[str]) -> None:
    assert {field_class.value for field_class in FieldClass if policy.opens(who, Domain.PAYROLL, field_class, "name")} == opened


def test_widest_of_several_roles_counts() -> None:
    assert policy.reach(viewer(Role.OPD, Role.SECRETARIAT, agency="dishub"), Domain.POSTS) is Reach.REGION
    assert policy.reach(viewer(Role.OPERATOR, Role.SECRETARIAT), Domain.DESK) is Reach.REGION


def test_roles_of_operator_and_secretariat_together_open_no_letter_and_no_more_than_each() -> None:
    both = viewer(Role.OPERATOR, Role.SECRETARIAT)
    assert not policy.sees_restricted(both)
    assert not policy.opens(both, Domain.DESK, FieldClass.PERSONAL, "name")
