"""The pages' process is watched like every other: health pages, metrics with figures, time of answers."""

from fastapi import FastAPI

from hub.metrics import REGISTRY
from tests.web.client import Client


def answers(method: str, status: str) -> float:
    return REGISTRY.get_sample_value("simpul_http_seconds_count", {"method": method, "status": status}) or 0


async def test_health_pages_answer_without_signing_in(app: FastAPI) -> None:
    async with Client(app) as client:
        assert (await client.get("/siap")).json() == {"postgresql": True, "kafka": True}
        assert (await client.get("/hidup")).json() == {"hidup": True}
        assert (await client.get("/mulai")).json() == {"mulai": True}


async def test_scrape_holds_the_figures_of_the_region(app: FastAPI) -> None:
    async with Client(app) as client:
        scraped = (await client.get("/metrics")).text
    assert 'simpul_figures_up{origin="postgresql"} 1.0' in scraped
    assert 'simpul_figures_up{origin="kafka"} 1.0' in scraped
    assert "simpul_dirty_marks " in scraped


async def test_answers_are_timed_by_method_and_status_and_an_odd_method_is_no_label(app: FastAPI) -> None:
    before = (answers("GET", "404"), answers("other", "404") + answers("other", "405"))
    async with Client(app) as client:
        await client.get("/tidak-ada")
        await client.send("SITIRAHMAWATI", "/tidak-ada")
    assert (answers("GET", "404"), answers("other", "404") + answers("other", "405")) == (before[0] + 1, before[1] + 1)


async def test_wrong_password_is_counted(app: FastAPI) -> None:
    before = REGISTRY.get_sample_value("simpul_sign_ins_total", {"result": "failed"}) or 0
    async with Client(app) as client:
        await client.sign_in("sekda", "salah")
    assert REGISTRY.get_sample_value("simpul_sign_ins_total", {"result": "failed"}) == before + 1
