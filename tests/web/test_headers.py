"""Security headers on every answer, and pages that need nothing which the policy forbids."""

import re

import pytest

from hub.keys import subject_key
from tests.web import story
from tests.web.conftest import Site

PAGES = [
    "/masuk",
    "/tentang",
    "/tentang/galat",
    "/peringatan",
    "/peringatan/1",
    "/peringatan/2",
    "/pengaduan",
    f"/pengaduan/{subject_key(story.LAMP)}",
    "/jabatan",
    "/belanja",
    "/belanja/dishub",
    "/sumber",
    f"/objek/{subject_key(story.PUSKESMAS)}",
    "/tidak-ada",
    "/meja",
]
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
ELSEWHERE = re.compile(r'(?:src|href|action)="(?:https?:)?//')


@pytest.mark.parametrize("path", PAGES)
async def test_page_is_indonesian_has_nothing_inline_and_nothing_from_elsewhere(site: Site, path: str) -> None:
    answer = await (await site.sign_in("sekda")).get(path)
    assert answer.text.startswith('<!doctype html>\n<html lang="id">')
    assert INLINE.findall(answer.text) == []
    assert ELSEWHERE.findall(answer.text) == []
    assert "DATA CONTOH" in answer.text


@pytest.mark.parametrize("path", [*PAGES, "/api/v1/me", "/api/v1/tidak-ada"])
async def test_answer_bears_the_security_headers(site: Site, path: str) -> None:
    headers = (await (await site.sign_in("sekda")).get(path)).headers
    assert "'unsafe-inline'" not in headers["content-security-policy"]
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    named = ("x-content-type-options", "referrer-policy", "cross-origin-opener-policy", "cache-control")
    assert [headers[name] for name in named] == ["nosniff", "same-origin", "same-origin", "no-store"]


async def test_asset_is_kept_for_ever_under_a_name_that_holds_its_hash(site: Site) -> None:
    client = await site.visitor()
    page = (await client.get("/masuk")).text
    (path,) = re.findall(r'href="(/aset/simpul\.[0-9a-f]{12}\.css)"', page)
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await client.get("/aset/simpul.css")).status_code == 404
    assert (await client.get("/aset/..%2Fpolicy.py")).status_code == 404
