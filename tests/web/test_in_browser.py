"""The pages in a real browser: on a phone and on a desk, light and dark, with scripts and without, by keyboard, live."""

import importlib.resources
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, Literal

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from hub.keys import subject_key
from hub.web.signin import one_time_link
from tests.web import story
from tests.web.conftest import Site, Told
from tests.web.region import Region
from tests.web.serving import serving

pytestmark = pytest.mark.browser
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync")
AXE: Final = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
WCAG: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""axe-core's sets of rules that every page keeps."""
LAMP = subject_key(story.LAMP)
PAGES = {
    "peringatan": ("/peringatan", "sekda"),
    "kosong": ("/peringatan?aturan=A99", "sekda"),
    "ditarik": ("/peringatan/1", "sekda"),
    "terbuka": ("/peringatan/2", "sekda"),
    "pengaduan": ("/pengaduan", "sekda"),
    "satu pengaduan": (f"/pengaduan/{LAMP}?buka=1", "dishub"),
    "jabatan": ("/jabatan?nama=1", "sekda"),
    "belanja": ("/belanja", "sekda"),
    "belanja dishub": ("/belanja/dishub", "sekda"),
    "sumber": ("/sumber", "operator"),
    "meja": ("/meja", "operator"),
    "objek": (f"/objek/{subject_key(story.PUSKESMAS)}", "sekda"),
    "masuk": ("/masuk", ""),
    "tentang": ("/tentang", ""),
    "galat": ("/tentang/galat", ""),
}


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield browser
        await browser.close()


@pytest.fixture(scope="module")
async def address(site: Site) -> AsyncIterator[str]:
    async with serving(site) as found:
        yield found


@asynccontextmanager
async def opened(browser: Browser, site: Site, address: str, login: str, **how: Any) -> AsyncIterator[BrowserContext]:
    """A browser's window, signed in as one of the people."""
    context = await browser.new_context(base_url=address, **how)
    if login:
        cookie = (await site.sign_in(login)).cookies["simpul"]
        await context.add_cookies([{"name": "simpul", "value": cookie, "url": address}])
    yield context
    await context.close()


def listen(page: Page) -> list[str]:
    """What the console complains of: scripts, missing files, what the content security policy stopped."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.mark.parametrize("name", PAGES)
async def test_page_fits_phone_and_desk_and_the_console_is_silent(browser: Browser, site: Site, address: str, name: str) -> None:
    path, login = PAGES[name]
    async with opened(browser, site, address, login) as window:
        page = await window.new_page()
        said = listen(page)
        await page.goto(path)
        for width in (320, 360, 768, 1280):
            await page.set_viewport_size({"width": width, "height": 800})
            over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert (width, over, await page.evaluate(_SMALL)) == (width, 0, [])
        assert said == []


_SMALL = """() => [...document.querySelectorAll('a, button, summary, input, select, textarea')]
  .filter((one) => one.checkVisibility() && !(one.tagName === 'A' && getComputedStyle(one).display === 'inline'))
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.height < 24 || box.width < 24)).map(([html]) => html)"""
"""WCAG 2.2, 2.5.8: targets of at least 24 by 24 px, links in running text excepted."""


@pytest.mark.parametrize("name", PAGES)
async def test_page_is_accessible_in_light_and_dark(browser: Browser, site: Site, address: str, name: str) -> None:
    path, login = PAGES[name]
    async with opened(browser, site, address, login, viewport={"width": 360, "height": 800}, bypass_csp=True) as window:
        page = await window.new_page()
        await page.goto(path)
        await page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
        await page.add_script_tag(content=AXE)
        assert await _violations(page, "light") == []
        assert await _violations(page, "dark") == []


async def _violations(page: Page, scheme: Literal["light", "dark"]) -> list[tuple[str, str]]:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = await page.evaluate("(tags) => axe.run({runOnly: {type: 'tag', values: tags}})", list(WCAG))
    return [(one["id"], node["html"][:160]) for one in found["violations"] for node in one["nodes"][:2]]


async def test_everything_can_be_done_without_scripts(browser: Browser, own_site: Site, told: Told) -> None:
    async with serving(own_site) as address, opened(browser, own_site, address, "sekda", java_script_enabled=False) as window:
        page = await window.new_page()
        await page.goto("/peringatan")
        await page.get_by_role("link", name="Gaji dibayar setelah pegawai berhenti").click()
        await page.get_by_role("button", name="Terima").click()
        await page.get_by_label("Kepada OPD").select_option("bkpsdm")
        await page.get_by_label("Jawab sebelum").fill("2026-04-27")
        await page.get_by_role("button", name="Kirim disposisi").click()
        await expect(page.get_by_text("Disposisi kepada BKPSDM, jawab sebelum 27 Apr 2026")).to_be_visible()
        await page.get_by_text("Baca sebagai tabel").click()
        await expect(page.get_by_role("cell", name="Dibayar")).to_be_visible()
    assert told.alerts


async def test_one_time_link_leads_in(browser: Browser, own_site: Site) -> None:
    async with serving(own_site) as address, opened(browser, own_site, address, "") as window:
        page = await window.new_page()
        link = await signin_path(own_site)
        await page.goto(link)
        await page.get_by_role("button", name="Masuk").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("perlu keputusan")
        await page.goto(link)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Tautan ini tidak berlaku lagi")


async def signin_path(site: Site) -> str:
    link = await one_time_link(site.settings, "sekda")
    return f"/masuk{link.partition('/masuk')[2]}"


async def test_keyboard_reaches_the_content_first_and_sees_where_it_is(browser: Browser, site: Site, address: str) -> None:
    async with opened(browser, site, address, "sekda") as window:
        page = await window.new_page()
        await page.goto("/peringatan")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
        await page.keyboard.press("Tab")
        outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"


async def test_new_alert_appears_by_itself(browser: Browser, own_site: Site, region: Region) -> None:
    async with serving(own_site) as address, opened(browser, own_site, address, "sekda") as window:
        page = await window.new_page()
        said = listen(page)
        await page.goto("/peringatan")
        await page.wait_for_function(_STREAMS)
        await region.alert(rule="A08", subject="post/simpeg:118", agency="dishub", opened_at=story.at(4, 20))
        await expect(page.get_by_role("link", name="Plt melampaui batas waktu: Kepala Dinas Perhubungan")).to_be_visible(timeout=8_000)
        await expect(page.get_by_role("status")).to_contain_text("Diperbarui")
        assert said == []


_STREAMS = "performance.getEntriesByType('resource').length > 0 && document.querySelector('[data-live]') !== null"


async def test_what_is_being_written_is_not_taken_away(browser: Browser, own_site: Site, told: Told, region: Region) -> None:
    number = told.alerts["paid"]
    async with serving(own_site) as address, opened(browser, own_site, address, "sekda") as window:
        page = await window.new_page()
        await page.goto(f"/peringatan/{number}")
        await page.get_by_text("Beri catatan").click()
        await page.get_by_label("Catatan", exact=True).fill("Belum selesai kutulis")
        await region.move(number, "changed", story.at(4, 20, 11), "open")
        await expect(page.get_by_role("status")).to_contain_text("Ada perubahan pada halaman ini.", timeout=8_000)
        assert await page.get_by_label("Catatan", exact=True).input_value() == "Belum selesai kutulis"


async def test_print_has_who_and_when_and_no_menu(browser: Browser, site: Site, address: str) -> None:
    async with opened(browser, site, address, "sekda") as window:
        page = await window.new_page()
        await page.goto("/peringatan/1")
        await page.emulate_media(media="print")
        await expect(page.get_by_text("dicetak 20 Apr 2026")).to_be_visible()
        await expect(page.get_by_role("button", name="Keluar")).to_be_hidden()
        assert len(await page.pdf(format="A4")) > 10_000
