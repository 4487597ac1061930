"""The HTTP binding: which mode, which answer; hostile headers are refused, never a crash."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.decode import decode
from schemas.errors import Code, Unreadable
from schemas.http import MAX_BATCH, Message, message
from tests.schemas.sample import as_bytes, good

STRUCTURED = (b"content-type", b"application/cloudevents+json; charset=utf-8")
BATCH = (b"content-type", b"application/cloudevents-batch+json")
JSON = (b"content-type", b"application/json")
Headers = list[tuple[bytes, bytes]]


def binary(**changes: str) -> Headers:
    event = {name: value for name, value in good().items() if name not in {"data", "datacontenttype"}} | changes
    return [JSON, *((f"ce-{name}".encode(), quote(value, safe="/:").encode()) for name, value in event.items())]


def refusal(headers: Headers, body: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        message(headers, body)
    return caught.value


def test_structured_body_is_the_event() -> None:
    assert message([STRUCTURED], as_bytes(good())) == Message(batch=False, events=[as_bytes(good())])


def test_binary_mode_is_the_same_event() -> None:
    (value,) = message(binary(), as_bytes(good()["data"])).events
    assert decode(value) == decode(as_bytes(good()))


def test_over_encoded_and_quoted_header_values_are_accepted() -> None:
    headers = [(name, value) for name, value in binary() if name not in {b"ce-id", b"ce-source"}]
    headers += [(b"ce-id", b"".join(b"%%%02x" % byte for byte in b"post-filled:118:000001")), (b"CE-Source", rb'"/32.73\/bkpsdm/simpeg"')]
    (value,) = message(headers, as_bytes(good()["data"])).events
    assert decode(value) == decode(as_bytes(good()))


def test_value_is_decoded_once_alone() -> None:
    (value,) = message([*binary(), (b"ce-ext", b"a%2520b")], as_bytes(good()["data"])).events
    assert decode(value).__pydantic_extra__ == {"ext": "a%20b"}


def test_members_of_a_batch_are_cut_out_as_they_were_sent() -> None:
    twice = as_bytes(good())[:-1] + b',"id":"again"}'
    pretty = as_bytes(good(), indent=1, separators=(" ,", " : "), ensure_ascii=False)
    body = b"\n[ " + twice + b" ,\t" + pretty + b", 7\n]\r\n"
    assert message([BATCH], body) == Message(batch=True, events=[twice, pretty, b"7"])


@pytest.mark.parametrize("body", [b"[]", b" [ ] "])
def test_batch_of_nothing_has_no_events(body: bytes) -> None:
    assert message([BATCH], body).events == []


def test_batch_of_the_greatest_size_passes_and_one_more_does_not() -> None:
    assert len(message([BATCH], b"[" + b",".join([b"{}"] * MAX_BATCH) + b"]").events) == MAX_BATCH
    assert refusal([BATCH], b"[" + b",".join([b"{}"] * (MAX_BATCH + 1)) + b"]").code is Code.TOO_LARGE


REFUSED: dict[str, tuple[Headers, bytes, Code]] = {
    "no CloudEvent at all": ([JSON], b"{}", Code.NOT_CLOUDEVENTS),
    "no headers": ([], b"{}", Code.NOT_CLOUDEVENTS),
    "a form": ([(b"content-type", b"application/x-www-form-urlencoded")], b"a=b", Code.NOT_CLOUDEVENTS),
    "structured XML": ([(b"content-type", b"application/cloudevents+xml")], b"<a/>", Code.WRONG_MEDIA_TYPE),
    "batched protobuf": ([(b"content-type", b"application/cloudevents-batch+protobuf")], b"", Code.WRONG_MEDIA_TYPE),
    "binary XML": ([*binary()[1:], (b"content-type", b"text/xml")], b"<a/>", Code.WRONG_MEDIA_TYPE),
    "other charset": ([(b"content-type", b"application/cloudevents+json; charset=iso-8859-1")], b"{}", Code.WRONG_MEDIA_TYPE),
    "content type twice": ([STRUCTURED, STRUCTURED], b"{}", Code.BAD_HEADER),
    "attribute twice": ([*binary(), (b"ce-id", b"another")], b"{}", Code.BAD_HEADER),
    "attribute twice in other case": ([*binary(), (b"CE-ID", b"another")], b"{}", Code.BAD_HEADER),
    "ce-datacontenttype": ([*binary(), (b"ce-datacontenttype", b"application/json")], b"{}", Code.BAD_HEADER),
    "long header": ([*binary(), (b"ce-ext", b"x" * 5000)], b"{}", Code.BAD_HEADER),
    "Latin-1": ([*binary(), (b"ce-ext", b"caf\xe9")], b"{}", Code.BAD_HEADER),
    "overlong encoding": ([*binary(), (b"ce-ext", b"%C0%A0")], b"{}", Code.BAD_HEADER),
    "binary without a body": (binary(), b" ", Code.NO_DATA),
    "binary with a broken body": (binary(), b'{"a":', Code.BROKEN_JSON),
    "body that would go on as attributes": (binary(), b'{},"about":"employee/simpeg:1"', Code.BROKEN_JSON),
    "broken batch": ([BATCH], b"[{},", Code.BROKEN_JSON),
    "batch that is an object": ([BATCH], b"{}", Code.WRONG_FIELD),
    "batch of NaN": ([BATCH], b"[NaN]", Code.BROKEN_JSON),
    "deep batch": ([BATCH], b"[" * 100_000, Code.TOO_DEEP),
    "batch not in UTF-8": ([BATCH], b'["\xff"]', Code.NOT_UTF8),
}


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_request_is_refused_with_its_reason(case: str) -> None:
    headers, body, code = REFUSED[case]
    refused = refusal(headers, body)
    assert refused.code is code
    assert refused.sentence.endswith(".")


def test_missing_attribute_of_binary_mode_is_found_by_decode() -> None:
    headers = [pair for pair in binary() if pair[0] != b"ce-subject"]
    (value,) = message(headers, as_bytes(good()["data"])).events
    with pytest.raises(Unreadable) as caught:
        decode(value)
    assert (caught.value.code, caught.value.pointer) == (Code.MISSING_FIELD, "/subject")


def test_key_given_twice_in_a_binary_body_is_still_seen() -> None:
    body = as_bytes(good()["data"])[:-1] + b',"kind":"plh"}'
    (value,) = message(binary(), body).events
    with pytest.raises(Unreadable) as caught:
        decode(value)
    assert caught.value.code is Code.DUPLICATE_KEY


header_pairs = st.tuples(
    st.sampled_from([b"ce-id", b"ce-specversion", b"ce-", b"CE-x", b"content-type", b"other"]) | st.binary(max_size=8),
    st.sampled_from([b"application/cloudevents+json", b"application/cloudevents-batch+json", b"application/json", b'"', b'"\\"', b"%"])
    | st.binary(max_size=12),
)


@given(st.lists(header_pairs, max_size=4), st.sampled_from([b"{}", b"[{}]", b"[1,2", b""]) | st.binary(max_size=20))
def test_any_request_is_read_or_refused(headers: Headers, body: bytes) -> None:
    try:
        found = message(headers, body)
    except Unreadable as refused:
        found = Message(batch=False, events=[refused.sentence.encode()])
    assert all(isinstance(event, bytes) for event in found.events)


@given(st.lists(st.recursive(st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=2), max_leaves=4), max_size=4))
def test_any_batch_is_cut_where_json_cuts_it(members: list[Any]) -> None:
    assert [json.loads(event) for event in message([BATCH], json.dumps(members).encode()).events] == members
