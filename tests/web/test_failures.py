"""Errors: a page with what to do now for people, problem+json for programs, and no traceback for anybody."""

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from hub.web import signin
from hub.web.queries import alerts
from tests.web.conftest import Site


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/tidak-ada", 404, "tidak-ditemukan"),
        ("/api/v1/alerts/999999", 404, "tidak-ditemukan"),
        ("/api/v1/alerts/99999999999999999999", 404, "tidak-ditemukan"),
        ("/api/v1/alerts?after=x", 422, "isian-salah"),
        ("/api/v1/spending?year=dua", 422, "isian-salah"),
        ("/api/v1/complaints?agency=%00", 422, "isian-salah"),
    ],
)
async def test_program_gets_a_problem_document(site: Site, path: str, status: int, code: str) -> None:
    answer = await (await site.sign_in("asisten")).get(path, traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
    said = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (said["status"], said["type"]) == (status, f"/tentang/galat#{code}")
    assert said["instance"] == "urn:trace:0af7651916cd43dd8448eb211c80319c"
    assert {"title", "detail"} <= said.keys()


async def test_wrong_place_in_the_input_is_named(site: Site) -> None:
    said = (await (await site.sign_in("asisten")).get("/api/v1/spending?year=dua")).json()
    assert said["kesalahan"] == [{"pointer": "/query/year", "detail": "Nilai ini tidak dapat dibaca."}]


async def test_wrong_method_is_a_problem_too(site: Site) -> None:
    answer = await (await site.sign_in("asisten")).send("DELETE", "/api/v1/alerts")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")


@pytest.mark.parametrize(("path", "status", "title"), [("/tidak-ada", 404, "Tidak ditemukan"), ("/meja", 403, "Di luar wewenang")])
async def test_person_gets_a_page_that_leads_on(site: Site, path: str, status: int, title: str) -> None:
    answer = await (await site.sign_in("asisten")).get(path)
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.text
    assert 'href="/tentang/galat#' in answer.text


async def test_every_code_is_explained_on_the_page_of_errors(site: Site) -> None:
    page = (await (await site.visitor()).get("/tentang/galat")).text
    assert 'id="tidak-ditemukan"' in page
    assert 'id="conflict"' in page


class _LostError(Exception):
    sqlstate = "08006"


class _OddError(Exception):
    sqlstate = "42P01"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("SELECT", {}, _LostError()), 503),
        (OperationalError("SELECT", {}, _OddError()), 500),
        (ConnectionRefusedError(), 503),
        (RuntimeError("Siti Contoh"), 500),
    ],
)
async def test_failure_inside_tells_nothing_of_itself(site: Site, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int) -> None:
    async def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(alerts, "listed", fail)
    client = await site.sign_in("asisten")
    for path in ("/peringatan", "/api/v1/alerts"):
        answer = await client.get(path)
        assert answer.status_code == status
        assert "Siti" not in answer.text
        assert "Traceback" not in answer.text


async def test_secret_of_a_sign_in_link_is_in_no_log_line(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(signin, "link_is_good", fail)
    answer = await (await site.visitor()).get("/masuk/tautan/rahasia-sekali")
    assert answer.status_code == 500
    assert "/masuk/tautan/{value}" in caplog.text
    assert "rahasia-sekali" not in caplog.text
