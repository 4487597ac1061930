"""The page of an alert: why, by which law, what was known when, on what evidence, and what people do with it."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from hub.alerts.tables import case_action
from hub.web import cases
from tests.web.conftest import Site, Told


async def act(site: Site, login: str, number: int, **fields: str) -> int:
    client = await site.sign_in(login)
    return (await client.submit(f"/peringatan/{number}", f"/peringatan/{number}/tindakan", **fields)).status_code


async def test_withdrawn_alert_says_which_letter_came_late(site: Site, told: Told) -> None:
    page = (await (await site.sign_in("sekda")).get(f"/peringatan/{told.alerts['withdrawn']}")).text
    assert "Plt melampaui batas waktu: Kepala Puskesmas Sukamaju" in page
    assert "Mengapa ditarik" in page
    late = "<b>masa Plt, Plh, atau Pj diperpanjang</b> berlaku 1 Apr 2026, tetapi baru sampai 20 Apr 2026, 10.41 WIB"
    assert late in page
    assert "SE Kepala BKN 1/SE/I/2021" in page


async def test_table_beside_the_drawing_says_what_was_known_then_and_now(site: Site, told: Told) -> None:
    page = (await (await site.sign_in("sekda")).get(f"/peringatan/{told.alerts['withdrawn']}")).text
    rows = [row for row in page.split("<tr>") if 'data-label="Diketahui"' in row]
    said = [[cell.partition(">")[2].partition("<")[0] for cell in row.split("<td")[2:5]] for row in rows]
    assert said == [
        ["6 Apr 2026", "Plt", "5 Jan 2026 sampai seterusnya"],
        ["6 Apr 2026", "Peringatan terbuka", "sejak 6 Apr 2026"],
        ["20 Apr 2026", "Plt", "5 Jan 2026 sampai sebelum 5 Jul 2026"],
    ]


async def test_evidence_leads_to_its_events_with_their_three_times(site: Site, told: Told) -> None:
    client = await site.sign_in("dinkes")
    page = (await client.get(f"/peringatan/{told.alerts['withdrawn']}")).text
    link = page.partition('<a href="/peristiwa/')[2].partition('"')[0]
    event = await client.get(f"/peristiwa/{link}")
    assert event.status_code == 200
    assert "Tiga waktu" in event.text


async def test_open_alert_says_what_to_do_with_its_values(site: Site, told: Told) -> None:
    page = (await (await site.sign_in("sekda")).get(f"/peringatan/{told.alerts['paid']}")).text
    assert "yang dibayar untuk Maret 2026; yang bersangkutan berhenti sejak 1 Feb 2026." in page


async def test_disposition_names_the_holder_and_stands_in_the_time_line(own_site: Site, told: Told) -> None:
    number = told.alerts["paid"]
    assert await act(own_site, "sekda", number, action="disposed", to_agency="bkpsdm", due="2026-04-27", note="Segera") == 303
    page = (await (await own_site.sign_in("asisten")).get(f"/peringatan/{number}")).text
    assert "<dd>BKPSDM</dd>" in page
    assert "jawab sebelum 27 Apr 2026" in page
    assert "Sekretaris Daerah" in page
    assert "<b>BKPSDM</b> sampai 27 Apr 2026" in (await (await own_site.sign_in("asisten")).get("/peringatan")).text


async def test_whom_an_alert_is_disposed_to_sees_it(own_site: Site, told: Told) -> None:
    number = told.alerts["paid"]
    assert (await (await own_site.sign_in("dinkes")).get(f"/peringatan/{number}")).status_code == 404
    await act(own_site, "sekda", number, action="disposed", to_agency="dinkes")
    page = await (await own_site.sign_in("dinkes")).get(f"/peringatan/{number}")
    assert page.status_code == 200
    assert "di luar wewenang Anda" in page.text
    assert "/peristiwa/" not in page.text


@pytest.mark.parametrize(
    ("login", "fields", "status"),
    [
        ("dishub", {"action": "acknowledged"}, 303),
        ("dishub", {"action": "disposed", "to_agency": "dinkes"}, 403),
        ("dishub", {"action": "closed", "note": "Selesai"}, 403),
        ("inspektur", {"action": "noted", "note": "Diperiksa"}, 303),
        ("sekda", {"action": "noted", "note": "  "}, 422),
        ("sekda", {"action": "disposed", "to_agency": ""}, 422),
        ("sekda", {"action": "disposed", "to_agency": "dinkes", "due": "2026-04-19"}, 422),
        ("sekda", {"action": "disposed", "to_agency": "dinkes", "due": "besok"}, 422),
        ("sekda", {"action": "deleted"}, 422),
        ("sekda", {"action": "noted", "note": "x" * 2001}, 422),
    ],
)
async def test_act_is_taken_or_refused(own_site: Site, told: Told, login: str, fields: dict[str, str], status: int) -> None:
    assert await act(own_site, login, told.alerts["paid"], **fields) == status


async def test_note_is_shown_as_text_whatever_it_holds(own_site: Site, told: Told) -> None:
    number = told.alerts["paid"]
    await act(own_site, "sekda", number, action="noted", note="<script>alert(1)</script>")
    page = (await (await own_site.sign_in("sekda")).get(f"/peringatan/{number}")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


async def test_altered_action_breaks_the_chain_and_a_blackened_note_does_not(own_site: Site, told: Told) -> None:
    for note in ("satu", "dua", "tiga"):
        await act(own_site, "sekda", told.alerts["paid"], action="noted", note=note)
    async with own_site.engine.begin() as connection:
        rows = (await connection.execute(select(case_action.c.no).order_by(case_action.c.no))).all()
        numbers = [row.no for row in rows]
        await connection.execute(update(case_action).where(case_action.c.no == numbers[0]).values(note="(dihitamkan)"))
        assert await cases.broken_at(connection) is None
        await connection.execute(update(case_action).where(case_action.c.no == numbers[1]).values(who="orang lain"))
        assert await cases.broken_at(connection) == numbers[1]


async def test_action_bears_the_time_of_the_hub(own_site: Site, told: Told) -> None:
    await act(own_site, "sekda", told.alerts["paid"], action="acknowledged")
    async with own_site.engine.connect() as connection:
        at: dt.datetime = (await connection.execute(select(case_action.c.at))).scalar_one()
    assert at.date() == dt.date(2026, 4, 20)
