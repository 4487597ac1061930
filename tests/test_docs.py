"""hub/docs.py: the generated pages are those that are committed."""

from pathlib import Path

import pytest

from hub import docs
from hub.metrics import DECLARED
from hub.settings import Settings


def test_committed_pages_are_what_the_code_says() -> None:
    assert docs.stale() == [], "run: python -m hub.docs"
    assert docs.main(["--check"]) == 0


def test_page_that_differs_or_lacks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    docs.write(tmp_path)
    assert docs.stale(tmp_path) == []
    (tmp_path / "metrics.md").write_text("old")
    (tmp_path / "settings.md").unlink()
    assert docs.stale(tmp_path) == ["metrics.md", "settings.md"]
    monkeypatch.setattr(docs, "stale", lambda: ["metrics.md"])
    assert docs.main(["--check"]) == 1
    assert capsys.readouterr().err == "docs: metrics.md tidak sesuai kode. Jalankan: python -m hub.docs\n"


def test_every_setting_and_metric_has_its_row() -> None:
    assert [name for name in Settings.model_fields if f"| `SIMPUL_{name.upper()}` |" not in docs.settings()] == []
    assert [one.name for one in DECLARED if f"| `{one.name}` | {one.kind} |" not in docs.metrics()] == []


def test_cell_with_a_bar_or_a_bracket_stays_one_cell_of_text() -> None:
    assert docs.table(("a",), [("x|<y>",)]) == "| a |\n| --- |\n| x\\|&lt;y> |"
