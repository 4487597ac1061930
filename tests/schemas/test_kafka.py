"""The Kafka binding: binary and structured records give the same event."""

import pytest

from schemas.decode import decode
from schemas.errors import Code, Unreadable
from schemas.kafka import structured
from tests.schemas.sample import as_bytes, good

STRUCTURED = ("content-type", b"application/cloudevents+json; charset=UTF-8")
Headers = list[tuple[str, bytes | None]]


def binary() -> Headers:
    event = good()
    headers: Headers = [(f"ce_{name}", value.encode()) for name, value in event.items() if name not in {"data", "datacontenttype"}]
    return [*headers, ("content-type", b"application/json")]


def test_structured_value_is_taken_as_it_is() -> None:
    assert structured([("other", b"x"), STRUCTURED], b"{}") == b"{}"


def test_binary_record_is_the_same_event() -> None:
    assert decode(structured(binary(), as_bytes(good()["data"]))) == decode(as_bytes(good()))


def test_header_without_a_value_counts_as_absent() -> None:
    headers = [*binary(), ("ce_origin", None), ("ce_id", None)]
    assert decode(structured(headers, as_bytes(good()["data"]))).origin is None


def test_header_values_are_utf8_and_not_percent_decoded() -> None:
    event = decode(structured([*binary(), ("ce_ext", "é%20".encode())], as_bytes(good()["data"])))
    assert event.__pydantic_extra__ == {"ext": "é%20"}


def test_record_without_headers_is_taken_as_structured() -> None:
    assert structured([], as_bytes(good())) == as_bytes(good())
    assert structured([("traceparent", b"00")], as_bytes(good())) == as_bytes(good())


REFUSED: dict[str, tuple[Headers, bytes | None, Code]] = {
    "tombstone": (binary(), None, Code.NO_DATA),
    "empty value": ([STRUCTURED], b"", Code.NO_DATA),
    "avro": ([("content-type", b"application/cloudevents+avro")], b"x", Code.WRONG_MEDIA_TYPE),
    "binary avro": ([*binary()[:-1], ("content-type", b"application/avro")], b"x", Code.WRONG_MEDIA_TYPE),
    "content type twice": ([STRUCTURED, STRUCTURED], b"{}", Code.BAD_HEADER),
    "attribute twice": ([*binary(), ("ce_id", b"x")], b"{}", Code.BAD_HEADER),
    "header not in UTF-8": ([*binary(), ("ce_ext", b"\xff")], b"{}", Code.BAD_HEADER),
    "long header": ([*binary(), ("ce_ext", b"x" * 5000)], b"{}", Code.BAD_HEADER),
    "broken body": (binary(), b"{", Code.BROKEN_JSON),
    "body that would go on as attributes": (binary(), b'{},"about":"employee/simpeg:1"', Code.BROKEN_JSON),
}


@pytest.mark.parametrize("case", REFUSED)
def test_record_that_is_no_event_is_refused_with_its_reason(case: str) -> None:
    headers, value, code = REFUSED[case]
    with pytest.raises(Unreadable) as caught:
        structured(headers, value)
    assert caught.value.code is code


@pytest.mark.parametrize("name", ["id", "source", "specversion", "type", "subject", "time"])
def test_missing_attribute_header_is_named_by_decode(name: str) -> None:
    headers = [pair for pair in binary() if pair[0] != f"ce_{name}"]
    with pytest.raises(Unreadable) as caught:
        decode(structured(headers, as_bytes(good()["data"])))
    assert (caught.value.code, caught.value.pointer) == (Code.MISSING_FIELD, f"/{name}")
