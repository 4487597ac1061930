"""A real Prometheus scrapes a real process of the hub with our own rules loaded."""

import asyncio
import json
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from hub import health
from hub.embedded.ports import any_free
from hub.settings import Settings

FOLDER = Path(__file__).parents[2] / "deploy/prometheus"


def configured(folder: Path, target: str) -> Path:
    """Our configuration, with one target and no patience."""
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    file = folder / "prometheus.yml"
    read = yaml.safe_load(file.read_text())
    read["global"] = {"scrape_interval": "200ms", "scrape_timeout": "200ms", "evaluation_interval": "200ms"}
    read["scrape_configs"][0]["static_configs"] = [{"targets": [target], "labels": {"process": "evaluator"}}]
    file.write_text(yaml.safe_dump(read))
    return file


@pytest.fixture
async def process(settings: Settings) -> AsyncIterator[str]:
    """The health pages of a process that works."""
    (port,) = any_free()
    working = asyncio.create_task(health.beside(settings.model_copy(update={"metrics_port": port}), asyncio.Event().wait()))
    yield f"127.0.0.1:{port}"
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


@pytest.fixture
def prometheus(process: str, tmp_path: Path) -> Any:
    """Address of a Prometheus that scrapes it."""
    (port,) = any_free()
    file = configured(tmp_path / "etc", process)
    words = [f"--config.file={file}", f"--storage.tsdb.path={tmp_path / 'data'}", f"--web.listen-address=127.0.0.1:{port}"]
    running = subprocess.Popen(["prometheus", *words], stderr=subprocess.DEVNULL)  # noqa: S603, S607 -- found by PATH on purpose
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait(20)


async def asked(client: httpx2.AsyncClient, address: str, query: str) -> list[dict[str, Any]]:
    """Answers of Prometheus, as soon as there are any."""
    async with asyncio.timeout(30):
        while True:
            try:
                answer = await client.get(f"{address}/api/v1/query", params={"query": query})
                found: list[dict[str, Any]] = json.loads(answer.text)["data"]["result"]
            except (httpx2.TransportError, ValueError, KeyError):
                found = []
            if found:
                return found
            await asyncio.sleep(0.1)


@pytest.mark.prometheus
async def test_process_is_scraped_and_our_rules_are_loaded(prometheus: str) -> None:
    async with httpx2.AsyncClient() as client:
        (up,) = await asked(client, prometheus, 'up{job="simpul"} == 1')
        assert up["metric"]["process"] == "evaluator"
        (build,) = await asked(client, prometheus, "simpul_build_info")
        assert build["value"][1] == "1"
        loaded = json.loads((await client.get(f"{prometheus}/api/v1/rules")).text)["data"]["groups"]
    rules = [rule for group in loaded for rule in group["rules"]]
    assert len(rules) > 10
    assert [rule["name"] for rule in rules if rule["health"] == "err"] == []
