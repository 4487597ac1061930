"""What Kafka gets is what the consumer reads back, under the same key and MAC."""

from zoneinfo import ZoneInfo

import pytest

from hub import trace
from hub.intake import wrapping
from hub.intake.stamp import Stamps
from hub.intake.wrapping import wrap
from hub.keys import Vault
from hub.store.order import Days, instant
from schemas.decode import decode
from schemas.errors import Code, Unreadable
from schemas.split import split
from tests.intake.events import body, data, received

VAULT = Vault(b"k" * 32)
HASHES = VAULT.hashes
STAMPS = Stamps(VAULT, Days(ZoneInfo("Asia/Jakarta")))
PARENT = trace.begun()


def test_the_wrapped_event_reads_as_the_same_event_with_the_same_mac() -> None:
    event = decode(body(received(data=data(text="Lampu padam", latitude=1e0), history=True)))
    wrapped = wrap(event, prefix="x.", stamps=STAMPS, parent=PARENT)
    again = decode(wrapped.message.value)
    parts = split(again)
    assert HASHES.content(again.type, again.subject, instant(again.time), parts.plain, parts.classified) == wrapped.mac
    assert (again.data, again.model_extra) == (event.data, {"history": True})
    assert (wrapped.message.topic, wrapped.message.key) == ("x.complaints.diskominfo", b"complaint/lapor:1")
    assert wrap(again, prefix="x.", stamps=STAMPS, parent=PARENT).key == wrapped.key


def test_an_event_that_its_trace_makes_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    event = decode(body(received()))
    size = len(wrap(event, prefix="", stamps=STAMPS, parent=PARENT).message.value)
    monkeypatch.setattr(wrapping, "MAX_BYTES", size - 1)
    with pytest.raises(Unreadable) as refused:
        wrap(event, prefix="", stamps=STAMPS, parent=PARENT)
    assert refused.value.code is Code.TOO_LARGE
