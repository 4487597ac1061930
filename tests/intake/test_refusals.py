"""Every wrong thing that a sender can send: each has its clear answer, nothing of it reaches Kafka, and good events go on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.intake.answers import problem
from tests.intake.conftest import Region
from tests.intake.events import LAPOR, body, data, received

LATER = (datetime.now(UTC) + timedelta(days=1)).isoformat()
"""Still ahead of the clock when the test runs, however long after it was collected."""
DEEP = b'{"a":' * 1000 + b"1" + b"}" * 1000
BAD: dict[str, tuple[bytes, str, str]] = {
    "broken JSON": (b'{"specversion":', "broken-json", ""),
    "no JSON at all": (b"halo", "broken-json", ""),
    "an empty body": (b"", "broken-json", ""),
    "bytes that are no UTF-8": (b'{"id":"\xff"}', "not-utf8", ""),
    "NaN": (body(received()).replace(b'"dishub"', b"NaN"), "broken-json", ""),
    "a key twice": (body(received()).replace(b'"number": "1"', b'"number": "1", "number": "1"'), "duplicate-key", ""),
    "deep nesting": (DEEP, "too-deep", ""),
    "NUL": (body(received(data=data(topic="a\x00b"))), "nul", ""),
    "no object": (b"[1]", "wrong-field", ""),
    "no type": (body(received(type=None)), "missing-field", "/type"),
    "an unknown type": (body(received(type="id.go.pemda.complaints.sung.v1")), "unknown-type", "/type"),
    "an unknown version": (body(received(type="id.go.pemda.complaints.received.v9")), "unknown-version", "/type"),
    "no id": (body(received(id=None)), "missing-field", "/id"),
    "a naive time": (body(received(time="2026-01-05T09:30:00")), "naive-time", "/time"),
    "a time ahead": (body(received(time=LATER)), "time-ahead", "/time"),
    "a missing field": (body(received(data={"number": "1"})), "missing-field", "/data/channel"),
    "an unknown field": (body(received(data=data(nomor="1"))), "unknown-field", "/data/nomor"),
    "a wrong field": (body(received(data=data(latitude=91))), "wrong-field", "/data/latitude"),
    "a NIK as key": (body(received(subject="complaint/lapor:3273011503850001")), "personal-key", "/subject"),
}


@pytest.mark.parametrize("fault", BAD)
async def test_bad_content_is_refused_with_its_place(shared: Region, fault: str) -> None:
    content, code, pointer = BAD[fault]
    said = problem(await shared.post(content), 400, code)
    if pointer:
        assert said["kesalahan"][0]["pointer"] == pointer


FOREIGN: dict[str, tuple[str, dict[str, Any], str]] = {
    "the source of another agency": ("aduan", received(), "other-source"),
    "another source of nobody": ("lapor", received(source="/32.73/diskominfo/siluman"), "other-source"),
    "another region": ("lapor", received(source="/32.74/diskominfo/lapor"), "other-source"),
    "another domain": (
        "lapor",
        received(
            type="id.go.pemda.reference.unit-abolished.v1",
            subject="unit/lapor:1",
            data={"unit": "aa", "agency": "bb", "effective": "2026-01-01"},
        ),
        "domain",
    ),
    "a subject of a source that is not there": ("lapor", received(subject="complaint/siluman:1"), "subject-source"),
    "a subject of another agency": ("aduan", received(source="/32.73/dishub/aduan"), "scope"),
    "another agency in the data": (
        "aduan",
        received(source="/32.73/dishub/aduan", subject="complaint/aduan:1", data=data(agency="dinkes")),
        "scope",
    ),
    "an amendment of another's event": (
        "aduan",
        received(
            source="/32.73/dishub/aduan",
            subject="complaint/aduan:1",
            type="id.go.pemda.complaints.withdrawn.v1",
            data={"of": {"source": LAPOR, "id": "received:1:000001", "type": "id.go.pemda.complaints.received.v1"}, "reason": "salah"},
        ),
        "foreign-amendment",
    ),
}


@pytest.mark.parametrize("fault", FOREIGN)
async def test_nobody_speaks_as_another_or_beyond_his_scope(shared: Region, fault: str) -> None:
    key, event, code = FOREIGN[fault]
    problem(await shared.post(body(event), key), 403, code)


@pytest.mark.parametrize(
    ("content_type", "code"),
    [
        ("application/json", "not-cloudevents"),
        ("text/plain", "not-cloudevents"),
        ("application/cloudevents+xml", "wrong-media-type"),
        ("application/cloudevents-batch+avro", "wrong-media-type"),
        ("application/cloudevents+json; charset=utf-16", "wrong-media-type"),
    ],
)
async def test_another_media_type_is_refused(shared: Region, content_type: str, code: str) -> None:
    problem(await shared.post(body(received()), content_type=content_type), 415, code)


async def test_a_compressed_body_is_refused(shared: Region) -> None:
    problem(await shared.post(body(received()), content_encoding="gzip"), 415, "wrong-media-type")


async def test_a_binary_event_without_its_headers_is_refused_with_the_missing_ones(shared: Region) -> None:
    said = problem(await shared.post(body(data()), content_type="application/json", ce_id="a"), 400, "missing-field")
    assert said["kesalahan"][0]["pointer"] == "/type"


async def test_other_methods_are_refused_with_what_is_allowed(shared: Region) -> None:
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        answer = await shared.http.request(method, "/events")
        problem(answer, 405, "method")
        assert answer.headers["allow"] == "POST, OPTIONS"


@pytest.mark.parametrize("size", [256 * 1024 + 1, 2_000_000, 9_000_000])
async def test_a_body_that_is_too_large_is_refused_before_it_is_parsed(shared: Region, size: int) -> None:
    problem(await shared.post(b"[" * size), 413, "too-large")


async def test_after_all_of_these_a_good_event_is_taken_and_is_the_only_one_in_kafka(shared: Region) -> None:
    assert (await shared.post(body(received()))).status_code == 202
    assert len(await shared.in_kafka()) == 1
    assert await shared.in_kafka(agency="dishub") == []
