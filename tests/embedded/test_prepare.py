"""Preparing a user's machine once."""

from pathlib import Path

import pytest

from hub.embedded import jars, java, prepare


def test_second_preparation_does_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded: list[Path] = []

    def record(cache: Path) -> None:
        recorded.append(cache)
        cache.touch()

    monkeypatch.setenv("SIMPUL_CACHE", str(tmp_path))
    monkeypatch.setattr(jars, "fetch", lambda _from, **_: [tmp_path / "one.jar"])
    monkeypatch.setattr(prepare, "record", record)
    for _ in range(2):
        prepare.prepare()
    assert recorded == [java.aot_cache(str(tmp_path / "one.jar"))]
    assert recorded[0].parent == tmp_path
