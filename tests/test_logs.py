"""hub/logs.py: what a line tells, and that nothing personal gets through any of the three nets."""

import asyncio
import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from hub import logs
from hub.errors import SetAsideError

NIK = "3273010101800001"
NIP = "198001012005011001"
PHONE = "+62 812-3456-7890"
ACCOUNT = "0012.345.678901"
NAME = "Siti Rahmawati"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The log of a process named test; afterwards logging is as it was."""
    root, hooks = logging.root, (sys.excepthook, threading.excepthook)
    before = (root.handlers, root.level)
    stream = io.StringIO()
    logs.configure("test", stream=stream)
    structlog.contextvars.clear_contextvars()
    yield stream
    structlog.contextvars.clear_contextvars()
    root.handlers, level = before
    root.setLevel(level)
    sys.excepthook, threading.excepthook = hooks
    logging.setLoggerClass(logging.Logger)
    logging.captureWarnings(capture=False)


def only(stream: io.StringIO) -> dict[str, Any]:
    """The one line, as it was read."""
    (line,) = stream.getvalue().splitlines()
    read: dict[str, Any] = json.loads(line)
    return read


def test_line_tells_its_process_logger_level_trace_and_allowed_values(lines: io.StringIO) -> None:
    structlog.contextvars.bind_contextvars(trace="0af7651916cd43dd8448eb211c80319c")
    logs.get("hub.store").info("batch committed", batch=7, events=120)
    line = only(lines)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "process": "test",
        "logger": "hub.store",
        "level": "info",
        "trace": "0af7651916cd43dd8448eb211c80319c",
        "event": "batch committed",
        "batch": 7,
        "events": 120,
    }


def test_value_of_a_key_that_is_not_allowed_is_withheld_and_its_name_told(lines: io.StringIO) -> None:
    logs.get("hub.views").info("folded", body={"name": NAME}, name=NAME, rows=1)
    line = only(lines)
    assert line["masked"] == ["body", "name"]
    assert line["rows"] == 1
    assert NAME not in lines.getvalue()


@pytest.mark.parametrize("value", [NIK, NIP, PHONE, ACCOUNT, "19800101 200501 1 001", "081234567890", "siti.r@example.go.id"])
def test_number_of_a_person_in_an_allowed_value_is_covered(lines: io.StringIO, value: str) -> None:
    logs.get("hub.views").info(f"read {value}", reason=f"of {value}.", source=[value], detail={value: 1})
    assert value not in lines.getvalue()
    assert only(lines)["reason"] in ("of <digits>.", "of <mail>.")


@pytest.mark.parametrize("value", ["10.100.200.150:9092", "32.73", "complaints.dishub", "2026-01-02T03:04:05Z", "simpul-0.1.0"])
def test_what_operators_need_is_not_covered(value: str) -> None:
    assert logs.covered(f"at {value} now") == f"at {value} now"


def test_exception_is_told_without_its_text_and_with_its_place(lines: io.StringIO) -> None:
    try:
        try:
            int(NAME)
        except ValueError as error:
            raise LookupError(NAME) from error
    except LookupError:
        logs.get("hub.bus").exception("batch failed")
    line = only(lines)
    assert NAME not in lines.getvalue()
    assert (line["error"], line["cause"]) == ("LookupError", "ValueError")
    assert line["at"].startswith("test_logs.py:")
    assert line["at"].endswith("test_exception_is_told_without_its_text_and_with_its_place")


def test_our_own_error_speaks(lines: io.StringIO) -> None:
    logs.get("hub.intake").warning("refused", exc_info=SetAsideError("scope", "Sumber ini tidak boleh menyebut OPD lain."))
    assert only(lines)["sentence"] == "Sumber ini tidak boleh menyebut OPD lain."


def test_numbers_of_an_exception_class_are_told(lines: io.StringIO) -> None:
    logs.get("hub.bus").warning("connection lost", exc_info=ConnectionRefusedError(111, f"refused {NAME}"))
    line = only(lines)
    assert (line["error"], line["errno"]) == ("ConnectionRefusedError", 111)
    assert NAME not in lines.getvalue()


def test_other_library_quoting_an_exception_is_cut_to_its_class(lines: io.StringIO) -> None:
    error = ValueError(NAME)
    logging.getLogger("faststream").error("ValueError: %s", error, exc_info=error)
    line = only(lines)
    assert (line["event"], line["error"], line["logger"]) == ("exception told by another library", "ValueError", "faststream")
    assert NAME not in lines.getvalue()


@pytest.mark.parametrize("order", ["import faststream; logs.configure('test')", "logs.configure('test'); import faststream"])
def test_library_with_a_handler_of_its_own_writes_through_ours_alone(order: str) -> None:
    said = f"""
import logging
from hub import logs
{order}
own = logging.getLogger("faststream")
own.info("Siti Rahmawati")
own.error("of %s", "Siti Rahmawati", exc_info=ValueError("Siti Rahmawati"))
"""
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)  # noqa: S603 -- our own words
    (line,) = done.stderr.splitlines()
    assert (json.loads(line)["error"], json.loads(line)["logger"]) == ("ValueError", "faststream")
    assert NAME not in done.stderr + done.stdout


def test_our_own_logging_call_tells_its_extra_values_through_the_same_nets(lines: io.StringIO) -> None:
    try:
        int(NAME)
    except ValueError:
        logging.getLogger("hub.bus").exception("batch not taken", extra={"events": 3, "body": NAME})
    line = only(lines)
    assert (line["event"], line["error"], line["events"], line["masked"]) == ("batch not taken", "ValueError", 3, ["body"])
    assert NAME not in lines.getvalue()


def test_task_that_nobody_awaited_is_told_without_its_exception(lines: io.StringIO) -> None:
    loop = asyncio.new_event_loop()
    loop.call_exception_handler({"message": "Task exception was never retrieved", "future": NAME, "exception": ValueError(NAME)})
    loop.close()
    assert only(lines)["error"] == "ValueError"
    assert NAME not in lines.getvalue()


def test_access_lines_and_requests_of_clients_are_not_told(lines: io.StringIO) -> None:
    logging.getLogger("uvicorn.access").info("GET /x?nik=%s", NIK)
    logging.getLogger("httpx2").info("HTTP Request: POST https://api.example/bot%s", NAME)
    logging.getLogger("uvicorn.error").info("Started server")
    assert only(lines)["event"] == "Started server"


def test_warning_of_the_interpreter_is_a_log_line(lines: io.StringIO) -> None:
    warnings.showwarning(UserWarning("old"), UserWarning, "module.py", 3, line=NAME)
    assert only(lines)["logger"] == "py.warnings"
    assert NAME not in lines.getvalue()


def test_uncaught_exception_is_a_log_line(lines: io.StringIO) -> None:
    sys.excepthook(ValueError, ValueError(NAME), None)
    line = only(lines)
    assert (line["level"], line["event"], line["error"]) == ("critical", "uncaught exception", "ValueError")
    assert NAME not in lines.getvalue()


def test_line_before_logging_is_configured_quotes_no_value() -> None:
    said = f"""
from hub import logs
name = "{NAME}"
try:
    int(name)
except ValueError:
    logs.get("hub.cli").exception("failed")
"""
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)  # noqa: S603 -- our own words
    assert "failed" in done.stderr
    assert NAME not in done.stderr + done.stdout
