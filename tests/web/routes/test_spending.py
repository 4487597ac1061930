"""Spending: the pagu of the day, advances that are no spending, cancellations that count from their own day."""

from decimal import Decimal

from hub.keys import subject_key
from tests.web.conftest import Site
from tests.web.counting import statements


async def test_absorption_is_spending_over_the_pagu_of_today(site: Site) -> None:
    found = {one["agency"]: one for one in (await (await site.sign_in("asisten")).get("/api/v1/spending")).json()}
    dishub = found["dishub"]
    said = {name: Decimal(dishub[name]) for name in ("pagu", "spent", "advances")}
    assert said == {"pagu": Decimal(14_000_000_000), "spent": Decimal(3_100_000_000), "advances": Decimal(500_000_000)}
    assert round(Decimal(dishub["share"]), 4) == Decimal("0.2214")
    assert dishub["documents"] == 2


async def test_page_says_the_sums_in_words(site: Site) -> None:
    page = (await (await site.sign_in("asisten")).get("/belanja")).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "<h1>Serapan 41,3 %</h1>" in page
    assert "Rp22,8 miliar dari pagu Rp55,3 miliar yang berlaku 20 Apr 2026" in page


async def test_year_without_a_budget_says_so(site: Site) -> None:
    page = (await (await site.sign_in("asisten")).get("/belanja?tahun=2020")).text
    assert "Belum ada anggaran tahun 2020" in page
    assert (await (await site.sign_in("asisten")).get("/belanja?tahun=dua")).status_code == 422


async def test_agency_lists_its_documents_and_each_leads_to_its_events(site: Site) -> None:
    client = await site.sign_in("dishub")
    page = (await client.get("/belanja/dishub")).text
    cancelled = subject_key("sp2d/sipd:3")
    assert f'href="/objek/{cancelled}">900/0003/SP2D/LS/2026' in page
    assert "dibatalkan 20 Mar 2026" in page
    assert "SP2D dibatalkan" in (await client.get(f"/objek/{cancelled}")).text


async def test_two_agencies_cost_as_many_queries_as_one(site: Site) -> None:
    both, one = await site.sign_in("asisten"), await site.sign_in("dishub")
    with statements(site.engine) as for_two:
        await both.get("/belanja")
    with statements(site.engine) as for_one:
        await one.get("/belanja")
    assert len(for_two) == len(for_one)
