"""Log lines: one JSON object a line on stderr, and nothing personal in any of them.

Three nets, because a name cannot be recognised: (1) only the keys in `KEYS` keep their value, of all others the name alone is told;
(2) in what is kept, long runs of digits (NIK, NIP, phone, account) and e-mail addresses are covered; (3) an exception is told by its
class, its place in the code and the numbers that its class defines, never by its text, which may quote a value. Only our own errors
(hub/errors.py) speak: their sentences hold no value of an event.
"""

import logging
import re
import sys
import threading
import traceback
from types import TracebackType
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from hub.errors import SimpulError

_KEYS: Final = """
    event level timestamp logger process trace version
    topic partition partitions offset next cluster group batch commit_no part state stage port host route method
    source agency domain type connector channel rule kind job schedule revision table thing setting
    events records rows marks subjects bytes seconds count done total tries status
    code result reason transition error sentence errno sqlstate at cause masked signal
"""
KEYS: Final = frozenset(_KEYS.split())
"""Keys whose values may be told. Add one here only for values that can never come from an event's classified field."""
_EXACT: Final = frozenset({"timestamp", "trace"})
"""Made by us, and full of digits."""
_COVER: Final = re.compile(
    r"(?P<address>\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\b)|(?P<digits>\+?\d(?:[ .\-]?\d){8,})|(?P<mail>[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+)"
)
_DEPTH: Final = 3
"""Innermost places of the code that an exception's line names."""
_OURS: Final = ("hub", "connectors")
_INFORMING: Final = (*_OURS, "uvicorn.error")
"""Loggers whose lines of level INFO are told. Of all others warnings are: an access line, or a client's line about its request, would
carry the address of a person's machine, or a whole URL with its token."""


def _covered(found: re.Match[str]) -> str:
    return found.group() if found.lastgroup == "address" else f"<{found.lastgroup}>"


def covered(said: str) -> str:
    """The text with everything that looks like a person's number or address covered."""
    return _COVER.sub(_covered, said)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return covered(value)
    if isinstance(value, dict):
        return {str(key): _clean(one) for key, one in value.items() if key in KEYS}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float) else type(value).__name__


def mask(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Nets 1 and 2."""
    kept = {key: value if key in _EXACT else _clean(value) for key, value in event.items() if key in KEYS}
    strange = sorted(covered(key) for key in event if key not in KEYS and not key.startswith("_") and key != "color_message")
    return {**kept, "masked": strange} if strange else kept


def told(error: BaseException) -> dict[str, Any]:
    """What a log line may say of an exception; the keys are in `KEYS`.

    `error` is its class; `sentence` only where it is ours; `errno` and `sqlstate` where its class has such numbers; `at` the innermost
    places of the code; `cause` the class of what it came from.
    """
    frames = traceback.extract_tb(error.__traceback__)[-_DEPTH:]
    said: dict[str, Any] = {
        "error": type(error).__name__,
        "errno": getattr(error, "errno", None),
        "sqlstate": getattr(error, "sqlstate", None),
        "sentence": str(error) if isinstance(error, SimpulError) else None,
        "at": " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in reversed(frames)) or None,
        "cause": type(error.__cause__).__name__ if error.__cause__ else None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _exceptions(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Net 3: whatever structlog or logging was handed as `exc_info` becomes the keys of `told`."""
    info = event.pop("exc_info", None)
    event.pop("stack_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event.update(told(error))
        record = event.get("_record")
        if record and record.name.partition(".")[0] not in _OURS:
            event["event"] = "exception told by another library"  # their text usually quotes the exception's
    return event


def _first_line(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Cuts what asyncio appends on further lines: the repr of a task, and with it of its exception."""
    event["event"] = str(event["event"]).partition("\n")[0]
    return event


_SHARED: Final[tuple[Processor, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


class Logger(structlog.stdlib.BoundLogger):
    """structlog's logger, whose `exception` does not hand the exception on to `logging` behind the nets' back."""

    def exception(self, event: str | None = None, *args: Any, **values: Any) -> Any:
        return self.error(event, *args, **{"exc_info": True, **values})


# At import, so that a line is never written by structlog's own default, which paints values of variables into tracebacks.
structlog.configure(
    processors=[*_SHARED, _exceptions, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=Logger,
    cache_logger_on_first_use=False,
)


def _finish(process: str) -> list[Processor]:
    def name(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {"process": process, **event}

    return [
        _exceptions,
        _first_line,
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        name,
        mask,
        structlog.processors.JSONRenderer(),
    ]


class _Library(logging.Logger):
    """A logger made after `configure`: whatever handlers its library gives it, its lines go through ours alone."""

    def callHandlers(self, record: logging.LogRecord) -> None:  # noqa: N802 -- the name that `logging` calls
        logging.root.callHandlers(record)


def _wanted(record: logging.LogRecord) -> bool:
    """Of a library that sets its logger's level itself, warnings alone nevertheless."""
    return record.levelno >= logging.WARNING or record.name.startswith(_INFORMING)


def configure(process: str, *, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Sends every log line of this process, ours and the libraries', through the nets. Called once, at the edge.

    Args:
        process: what this process is (web, consumer, evaluator, notifier, connectors), on every line.
        level: least level of our own lines.
        stream: where to; stderr if not given.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_SHARED, processors=_finish(process)))
    handler.addFilter(_wanted)
    logging.root.handlers = [handler]
    logging.root.setLevel(logging.WARNING)
    # FastStream, for one, gives its logger a handler of its own when it is imported, which would print around the nets.
    for logger in (one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)):
        logger.handlers, logger.propagate = [], True
    logging.setLoggerClass(_Library)
    for name in _INFORMING:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    """Python would print the exception's text."""
    if issubclass(kind, KeyboardInterrupt):
        return
    get("hub").critical("uncaught exception", exc_info=(kind, error, where))


def get(name: str) -> Logger:
    """The logger of a module: ``LOG = logs.get(__name__)``; lines are ``LOG.info("batch committed", batch=7, events=120)``."""
    logger: Logger = structlog.get_logger(name)
    return logger
