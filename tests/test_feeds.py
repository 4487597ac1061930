"""hub/feeds.py: which connectors run by themselves."""

import datetime as dt
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field

from hub import feeds
from hub.connector import Connector, ConnectorSettings, Cursor, Finding, connector
from hub.errors import StopError


class PortalSettings(ConnectorSettings):
    url: str = Field(description="Alamat.")
    table: str = ""

    @property
    def feed(self) -> str:
        return self.table


async def _nothing() -> AsyncIterator[Finding]:
    nothing: tuple[Finding, ...] = ()
    for finding in nothing:
        yield finding


@connector("portal", settings=PortalSettings, emits=[], every="5m")
def portal(_settings: PortalSettings, _since: Cursor | None) -> AsyncIterator[Finding]:
    """Portal pengaduan."""
    return _nothing()


@connector("by_hand", settings=PortalSettings, emits=[])
def by_hand(_settings: PortalSettings, _since: Cursor | None) -> AsyncIterator[Finding]:
    """Tanpa irama sendiri."""
    return _nothing()


KNOWN: dict[str, Connector[Any]] = {one.name: one for one in (portal, by_hand)}


def read(home: Path, *entries: object) -> list[feeds.Feed]:
    (home / feeds.FILE).write_text(json.dumps(list(entries)))
    return feeds.read(home, KNOWN)


def test_home_without_the_file_has_no_feeds(tmp_path: Path) -> None:
    assert feeds.read(tmp_path, KNOWN) == []


def test_entry_becomes_a_feed_with_its_own_rhythm_or_the_connectors(tmp_path: Path) -> None:
    settings = {"url": "https://portal.example"}
    found = read(
        tmp_path,
        {"connector": "portal", "source": "lapor", "settings": settings},
        {"connector": "by_hand", "source": "lapor", "every": "2h", "settings": settings | {"table": "arsip"}},
    )
    assert [(feed.name, feed.every) for feed in found] == [
        ("connector:lapor:portal", dt.timedelta(minutes=5)),
        ("connector:lapor:by_hand:arsip", dt.timedelta(hours=2)),
    ]
    assert found[0].settings == PortalSettings(url="https://portal.example")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"connector": "x", "source": "lapor"}, "butir 1: tidak ada konektor x. Yang ada: by_hand, portal."),
        ({"connector": "portal"}, "0.source: Field required."),
        ({"connector": "portal", "source": "lapor", "evry": "5m"}, "0.evry: Extra inputs are not permitted."),
        ({"connector": "portal", "source": "lapor", "every": "often"}, "0.every: Value error, 'often' is no span like 30s, 5m, 2h or 1d."),
        ({"connector": "portal", "source": "lapor"}, "butir 1, settings: url: Field required."),
        ({"connector": "by_hand", "source": "lapor", "settings": {"url": "x"}}, 'Tambahkan "every", misalnya "15m".'),
    ],
)
def test_wrong_entry_stops_with_its_place(tmp_path: Path, entry: dict[str, Any], said: str) -> None:
    with pytest.raises(StopError) as stopped:
        read(tmp_path, entry)
    assert str(stopped.value).endswith(said)


def test_password_in_a_wrong_entry_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(StopError) as stopped:
        read(tmp_path, {"connector": "portal", "source": "lapor", "settings": {"url": ["rahasia"], "pasword": "rahasia"}})
    assert "rahasia" not in str(stopped.value)


def test_same_feed_twice_stops(tmp_path: Path) -> None:
    entry = {"connector": "portal", "source": "lapor", "settings": {"url": "x"}}
    with pytest.raises(StopError, match="dua kali"):
        read(tmp_path, entry, entry)


def test_file_that_is_no_json_stops(tmp_path: Path) -> None:
    (tmp_path / feeds.FILE).write_text("[")
    with pytest.raises(StopError, match="bukan JSON"):
        feeds.read(tmp_path, KNOWN)
