"""W3C Trace Context: one thread from a request through Kafka and the log to the notice that leaves.

HTTP header → CloudEvents extension `traceparent` (Kafka header `ce_traceparent`) → column `event.trace` → header of the webhook.
A header that breaks the specification is no error: the trace is started anew, as the specification asks.
"""

import re
import secrets
from typing import Final, NamedTuple

import structlog

HEADER: Final = "traceparent"
"""Name of the HTTP header, and of the CloudEvents extension."""
_FORM: Final = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_SAMPLED: Final = 1


class Trace(NamedTuple):
    """A place in a trace: 32 and 16 lower-case hex digits, and the flags of version 00."""

    trace_id: str
    span_id: str
    flags: int

    def __str__(self) -> str:
        """The value of the header."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags:02x}"


def begun() -> Trace:
    """A new trace."""
    return Trace(secrets.token_hex(16), secrets.token_hex(8), _SAMPLED)


def parsed(header: str | None) -> Trace | None:
    """The place that a header names; None where it breaks the specification (Trace Context level 1, 3.2)."""
    found = _FORM.fullmatch(header or "")
    if found is None:
        return None
    version, trace_id, span_id, flags, more = found.groups()
    if version == "ff" or (version == "00" and more) or not int(trace_id, 16) or not int(span_id, 16):
        return None
    return Trace(trace_id, span_id, int(flags, 16) & _SAMPLED)


def continued(header: str | None) -> Trace:
    """Our own place in the trace that a header names; in a new trace where it names none."""
    parent = parsed(header)
    return parent._replace(span_id=secrets.token_hex(8)) if parent else begun()


def bound(header: str | None) -> Trace:
    """Like `continued`; and log lines of this task bear the trace's id from here on."""
    trace = continued(header)
    structlog.contextvars.bind_contextvars(trace=trace.trace_id)
    return trace
