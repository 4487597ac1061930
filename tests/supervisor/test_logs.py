"""Logs stay small."""

from pathlib import Path

from hub.supervisor import logs


def test_log_beyond_the_limit_is_moved_while_its_writer_goes_on(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    with log.open("a") as writer:
        writer.write("old " * 10)
        writer.flush()
        assert logs.cut(log, limit=20) is True
        writer.write("new")
    assert (log.read_text(), logs.older(log).read_text()) == ("new", "old " * 10)
    assert logs.older(log).stat().st_mode & 0o777 == 0o600


def test_log_within_the_limit_or_absent_is_left_alone(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    assert logs.cut(log) is False
    log.write_text("short")
    assert logs.cut(log) is False
    assert log.read_text() == "short"
