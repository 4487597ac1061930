"""The list of alerts: order, filters, counts, pages by key, and as many queries for three rows as for one."""

import re

import pytest

from tests.web import story
from tests.web.conftest import Site
from tests.web.counting import statements
from tests.web.region import Region


def rules(html: str) -> list[str]:
    """Codes of the rules in the order of the list."""
    return re.findall(r'<li class="case .*?<span>(A\d\d)</span>', html, re.DOTALL)


async def test_worst_stands_first_and_then_what_is_longest_past_its_limit(own_site: Site, region: Region) -> None:
    await region.alert(rule="A23", subject="complaint/lapor:7712302", agency="dpupr", severity="medium", opened_at=story.at(4, 1))
    page = await (await own_site.sign_in("sekda")).get("/peringatan")
    assert rules(page.text) == ["A01", "A15", "A23", "A23"]
    assert page.text.index("Pengaduan 7712302") < page.text.index("Pengaduan 7712301")


async def test_first_line_says_how_many_need_a_decision(site: Site) -> None:
    page = await (await site.sign_in("asisten")).get("/peringatan")
    assert "<h1>1 hal kritis perlu keputusan</h1>" in page.text


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("keadaan=withdrawn", ["A08"]),
        ("keadaan=semua&opd=dinkes", ["A08"]),
        ("tingkat=medium", ["A23"]),
        ("aturan=A01", ["A01"]),
        ("aturan=A01&tingkat=medium", []),
    ],
)
async def test_filters_stand_in_the_address(site: Site, asked: str, expected: list[str]) -> None:
    page = await (await site.sign_in("asisten")).get(f"/peringatan?{asked}")
    assert rules(page.text) == expected


async def test_nothing_that_fits_says_so(site: Site) -> None:
    page = await (await site.sign_in("asisten")).get("/peringatan?aturan=A99")
    assert "Tidak ada yang cocok" in page.text


async def test_cursor_goes_on_behind_the_last_row(own_site: Site, region: Region) -> None:
    for number in range(52):
        opened = story.at(4, 1, number % 24, number // 24)
        await region.alert(rule="A23", subject=f"complaint/lapor:{number}", agency="dishub", severity="low", opened_at=opened)
    client = await own_site.sign_in("asisten")
    first = await client.get("/peringatan?tingkat=low")
    onward = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert onward is not None
    second = await client.get(onward.group(1).replace("&amp;", "&"))
    seen = [re.findall(r'href="/peringatan/(\d+)"', page.text) for page in (first, second)]
    assert (len(seen[0]), len(seen[1]), len({*seen[0], *seen[1]})) == (50, 2, 52)


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJ4Il0", "W1tdXQ", "eyJhIjoxfQ", "%00"])
async def test_cursor_that_is_none_of_ours_is_refused(site: Site, cursor: str) -> None:
    page = await (await site.sign_in("asisten")).get(f"/peringatan?setelah={cursor}")
    assert page.status_code == 422


async def test_three_alerts_cost_as_many_queries_as_one(own_site: Site, region: Region) -> None:
    client = await own_site.sign_in("asisten")
    for number in range(3):
        await region.alert(
            rule="A23", subject=f"complaint/lapor:77123{number + 1:02d}", agency="dishub", severity="low", opened_at=story.at(4, 1)
        )
    with statements(own_site.engine) as for_three:
        await client.get("/peringatan?tingkat=low")
    with statements(own_site.engine) as for_one:
        await client.get("/peringatan?tingkat=medium")
    assert len(for_three) == len(for_one)


async def test_closed_by_a_person_leaves_the_list_and_returns_when_its_values_change(own_site: Site, region: Region) -> None:
    client, number = await own_site.sign_in("asisten"), 3
    await client.submit(f"/peringatan/{number}", f"/peringatan/{number}/tindakan", action="closed", note="Sudah dibicarakan")
    assert rules((await client.get("/peringatan")).text) == ["A01"]
    assert rules((await client.get("/peringatan?keadaan=closed")).text) == ["A23"]
    await region.move(number, "changed", story.at(4, 20, 11), "open")
    assert rules((await client.get("/peringatan")).text) == ["A01", "A23"]
