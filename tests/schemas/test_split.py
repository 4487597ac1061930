"""Same content, same bytes; and nothing that is encrypted stays in the plain part."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.amendments import Correction
from schemas.complaints import ComplaintReceived
from schemas.decode import decode, matter
from schemas.examples import examples
from schemas.kafka import structured
from schemas.payroll import LinePaid
from schemas.registry import EVENT_TYPES
from schemas.split import decode_classified, decode_plain, split
from tests.schemas.sample import LINE_PAID, RECEIVED, as_bytes, good, with_data


def test_plain_part_is_canonical_and_without_the_encrypted_fields() -> None:
    parts = split(decode(as_bytes(with_data(LINE_PAID, nip="19850315 201001 2 003", net="4950000.50", gross=None))))
    plain = json.loads(parts.plain)
    assert not plain.keys() & {"nip", "nik", "account"}
    assert plain["net"] == "4950000.5"
    assert parts.classified == b'{"nip":"198503152010012003","nik":"3273015503850001","account":"0012345678901"}'
    assert parts.joins == ("198503152010012003", "3273015503850001", "0012345678901")


def test_absent_joining_field_is_none_in_its_place() -> None:
    parts = split(decode(as_bytes(with_data(LINE_PAID, nik=None))))
    assert parts.joins == ("198503152010012003", None, "0012345678901")


def test_event_without_any_encrypted_value_has_no_classified_part() -> None:
    parts = split(decode(as_bytes(with_data(LINE_PAID, nip=None, nik=None, account=None))))
    assert (parts.classified, parts.joins) == (None, (None, None, None))


def test_correction_splits_as_its_payload_does() -> None:
    of = {"source": "/32.73/bpkad/gaji", "id": "line-paid:118:000001", "type": LINE_PAID}
    data = {"of": of, "payload": good(LINE_PAID)["data"], "reason": "Salah ketik"}
    event = decode(as_bytes(good(LINE_PAID, type="id.go.pemda.payroll.corrected.v1", data=data)))
    original, correction = split(decode(as_bytes(good(LINE_PAID)))), split(event)
    assert correction.classified == original.classified
    assert correction.joins == original.joins
    assert json.loads(correction.plain)["payload"] == json.loads(original.plain)
    again = decode_plain(event.event_type, correction.plain)
    assert isinstance(again, Correction)
    assert isinstance(again.payload, LinePaid)


def test_withdrawal_has_its_reason_alone() -> None:
    parts = split(decode(as_bytes(examples()["id.go.pemda.payroll.withdrawn.v1"])))
    assert (parts.classified, parts.joins) == (None, ())
    assert json.loads(parts.plain)["reason"] == "Surat terkirim karena keliru"


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_parts_of_each_type_read_back_and_split_alike(name: str) -> None:
    event = decode(as_bytes(examples()[name]))
    parts, (told, payload) = split(event), matter(event)
    again = decode_plain(event.event_type, parts.plain)
    assert isinstance(again, event.event_type.model)
    if payload is not None and told.encrypted:
        assert parts.classified is not None
        assert set(decode_classified(told, parts.classified)) <= set(told.encrypted)
    written = type(again).__pydantic_serializer__.to_json(again, exclude_none=True)
    assert written == parts.plain


@pytest.mark.parametrize("name", [name for name, event_type in EVENT_TYPES.items() if event_type.encrypted])
def test_plain_data_matches_the_same_class_as_the_whole(name: str) -> None:
    event = decode(as_bytes(examples()[name]))
    plain = decode_plain(event.event_type, split(event).plain)
    assert all(getattr(plain, field) is None for field in event.event_type.encrypted)
    for field in event.event_type.model.model_fields.keys() - set(event.event_type.encrypted):
        assert getattr(plain, field) == getattr(event.data, field)


def test_complaint_of_the_log_still_matches_its_class() -> None:
    event = decode(as_bytes(good(RECEIVED)))
    match decode_plain(event.event_type, split(event).plain):
        case ComplaintReceived(number=number):
            assert number == "7712345"
        case other:
            pytest.fail(f"{other!r}")


def test_classified_part_of_another_type_is_refused() -> None:
    with pytest.raises(ValueError, match="no encrypted fields"):
        decode_classified(EVENT_TYPES[RECEIVED], b'{"nip":"1"}')


def shuffled(draw: Any, value: Any) -> Any:
    """The same JSON value, keys in another order."""
    if isinstance(value, dict):
        return {key: shuffled(draw, value[key]) for key in draw(st.permutations(list(value)))}
    return [shuffled(draw, one) for one in value] if isinstance(value, list) else value


@given(st.sampled_from(list(examples().values())), st.data())
def test_same_content_gives_the_same_bytes_however_it_is_written(event: dict[str, Any], data: st.DataObject) -> None:
    expected = split(decode(as_bytes(event)))
    written = as_bytes(
        shuffled(data.draw, event),
        indent=data.draw(st.sampled_from([None, 2])),
        ensure_ascii=data.draw(st.booleans()),
        separators=data.draw(st.sampled_from([(",", ":"), (" , ", " : "), (",\n", "\t:")])),
    )
    assert split(decode(written)) == expected
    headers = [(f"ce_{name}", value.encode()) for name, value in event.items() if name not in {"data", "datacontenttype"}]
    record = structured([*headers, ("content-type", b"application/json")], as_bytes(shuffled(data.draw, event["data"])))
    assert split(decode(record)) == expected


@given(st.sampled_from([name for name, found in EVENT_TYPES.items() if found.encrypted]), st.data())
def test_no_encrypted_text_stays_in_the_plain_part(name: str, data: st.DataObject) -> None:
    event = decode(as_bytes(examples()[name]))
    field = data.draw(st.sampled_from(event.event_type.encrypted))
    value = json.loads(split(event).classified or b"{}")[field]
    assert json.dumps(value).encode() not in split(event).plain
    assert json.dumps(value).encode() in (split(event).classified or b"")


def test_instants_of_one_moment_have_one_spelling() -> None:
    one, other = (with_data(RECEIVED, effective=text) for text in ("2026-01-05T09:30:00+07:00", "2026-01-05T02:30:00.000Z"))
    assert split(decode(as_bytes(one))).plain == split(decode(as_bytes(other))).plain
