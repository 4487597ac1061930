"""Whatever comes, `decode` gives an event or says why not, and never more than that."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.decode import decode, matter
from schemas.envelope import MAX_BYTES
from schemas.errors import Code, Unreadable
from schemas.examples import examples
from schemas.personnel import PostFilled
from schemas.registry import EVENT_TYPES
from tests.schemas.sample import LINE_PAID, POST_FILLED, RECEIVED, as_bytes, good, with_data

NIP = "198503152010012003"
NIK = "3273015503850001"


def refusal(value: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        decode(value)
    return caught.value


def is_read_or_refused(value: bytes) -> bool:
    """Any other exception fails the test."""
    try:
        return bool(decode(value).id)
    except Unreadable as refused:
        return bool(refused.sentence)


def spoilt(*replaced: tuple[str, str]) -> bytes:
    """The good event as text, pieces replaced."""
    text = as_bytes(good()).decode()
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def test_good_event_is_read_with_its_data() -> None:
    event = decode(as_bytes(good()))
    assert (event.id, event.agency, event.source_slug, event.subject) == ("post-filled:118:000001", "bkpsdm", "simpeg", "post/simpeg:118")
    assert event.time == datetime(2026, 1, 5, 2, 30, tzinfo=UTC)
    assert isinstance(event.data, PostFilled)
    assert event.data.effective == date(2026, 1, 5)
    assert event.event_type is EVENT_TYPES[POST_FILLED]


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_example_of_each_type_decodes(name: str) -> None:
    event = decode(as_bytes(examples()[name]))
    assert event.type == event.event_type.name == name


BROKEN: dict[str, tuple[bytes, Code]] = {
    "nothing": (b"", Code.BROKEN_JSON),
    "half": (as_bytes(good())[:-1], Code.BROKEN_JSON),
    "two values": (as_bytes(good()) * 2, Code.BROKEN_JSON),
    "comma too many": (as_bytes(good())[:-1] + b",}", Code.BROKEN_JSON),
    "byte order mark": (b"\xef\xbb\xbf" + as_bytes(good()), Code.BROKEN_JSON),
    "lone surrogate": (spoilt(("Bupati", "\\ud800")), Code.BROKEN_JSON),
    "raw control character": (spoilt(("Bupati", "Bu\x01pati")), Code.BROKEN_JSON),
    "NaN in a field of text": (spoilt(('"Bupati"', "NaN")), Code.BROKEN_JSON),
    "NaN in a field of numbers": (as_bytes(with_data(RECEIVED, latitude=float("nan"))), Code.BROKEN_JSON),
    "Infinity in an extension": (as_bytes(good(ext=float("inf"))), Code.WRONG_FIELD),
    "not UTF-8": (as_bytes(good()).replace(b"Bupati", b"Bup\xe4ti"), Code.NOT_UTF8),
    "UTF-16": (as_bytes(good()).decode().encode("utf-16"), Code.NOT_UTF8),
    "deep list": (b"[" * 100_000, Code.TOO_DEEP),
    "deep object": (b'{"a":' * 40_000, Code.TOO_DEEP),
    "deep value in the data": (spoilt(('"Bupati"', "[" * 300 + "]" * 300)), Code.TOO_DEEP),
    "a list": (b"[]", Code.WRONG_FIELD),
    "a number": (b"7", Code.WRONG_FIELD),
    "null": (b"null", Code.WRONG_FIELD),
    "empty object": (b"{}", Code.MISSING_FIELD),
    "too large": (as_bytes(good(origin="x" * MAX_BYTES)), Code.TOO_LARGE),
    "key twice": (spoilt(('"kind":"plt"', '"kind":"plt","kind":"plt"')), Code.DUPLICATE_KEY),
    "key twice with a blank": (spoilt(('"kind":"plt"', '"kind":"plt","kind" :"plh"')), Code.DUPLICATE_KEY),
    "key twice, both with blanks": (spoilt(('"kind":"plt"', '"kind"\t:"plt","kind"\n:"plh"')), Code.DUPLICATE_KEY),
    "key twice, one spelt with an escape": (spoilt(('"kind":"plt"', '"kind":"plt","\\u006bind":"plh"')), Code.DUPLICATE_KEY),
    "attribute twice": (spoilt(('"id":', '"id":"another","id":')), Code.DUPLICATE_KEY),
    "data twice": (spoilt(('"data":', '"data":{},"data":')), Code.DUPLICATE_KEY),
    "extension twice": (as_bytes(good())[:-1] + b',"ext":"a","ext":"b"}', Code.DUPLICATE_KEY),
    "key twice in a nested object": (spoilt(('"issuer":', '"issuer":"Camat","issuer":')), Code.DUPLICATE_KEY),
    "NUL in a text": (spoilt(("Bupati", "Bu\\u0000pati")), Code.NUL),
    "NUL in an extension": (as_bytes(good(ext="a\0b")), Code.NUL),
    "NUL behind an escaped backslash": (spoilt(("Bupati", "Bu\\\\\\u0000pati")), Code.NUL),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_json_of_ours_is_refused(case: str) -> None:
    value, code = BROKEN[case]
    assert refusal(value).code is code


WRONG: dict[str, tuple[dict[str, Any], Code, str]] = {
    "no id": (good(id=None), Code.MISSING_FIELD, "/id"),
    "empty id": (good(id=""), Code.WRONG_FIELD, "/id"),
    "long id": (good(id="x" * 201), Code.WRONG_FIELD, "/id"),
    "id with a blank": (good(id="a b"), Code.WRONG_FIELD, "/id"),
    "id as a number": (good(id=7), Code.WRONG_FIELD, "/id"),
    "no source": (good(source=None), Code.MISSING_FIELD, "/source"),
    "source without region": (good(source="/bkpsdm/simpeg"), Code.WRONG_FIELD, "/source"),
    "no subject": (good(subject=None), Code.MISSING_FIELD, "/subject"),
    "subject of another kind": (good(subject="complaint/simpeg:118"), Code.WRONG_FIELD, "/subject"),
    "subject without key": (good(subject="post/simpeg"), Code.WRONG_FIELD, "/subject"),
    "no time": (good(time=None), Code.MISSING_FIELD, "/time"),
    "naive time": (good(time="2026-01-05T09:30:00"), Code.NAIVE_TIME, "/time"),
    "time as a number": (good(time=1767580200), Code.WRONG_FIELD, "/time"),
    "time before its bounds": (good(time="0001-01-01T00:00:00+14:00"), Code.WRONG_FIELD, "/time"),
    "time after its bounds": (good(time="9999-12-31T23:59:59-14:00"), Code.WRONG_FIELD, "/time"),
    "no type": (good(type=None), Code.MISSING_FIELD, "/type"),
    "type as a number": (good(type=7), Code.UNKNOWN_TYPE, "/type"),
    "unknown type": (good(type="id.go.pemda.personnel.post-painted.v1"), Code.UNKNOWN_TYPE, "/type"),
    "type of another country": (good(type="com.example.event"), Code.UNKNOWN_TYPE, "/type"),
    "unknown version": (good(type="id.go.pemda.personnel.post-filled.v9"), Code.UNKNOWN_VERSION, "/type"),
    "other specversion": (good(specversion="0.3"), Code.WRONG_FIELD, "/specversion"),
    "other content type": (good(datacontenttype="text/xml"), Code.WRONG_FIELD, "/datacontenttype"),
    "unknown classification": (good(dataclassification="top-secret"), Code.WRONG_FIELD, "/dataclassification"),
    "no data": (good(data=None), Code.MISSING_FIELD, "/data"),
    "data as text": (good(data="{}"), Code.WRONG_FIELD, "/data"),
    "data in base64": (good(data_base64="e30="), Code.UNKNOWN_FIELD, "/data_base64"),
    "extension with a capital": (good(Ext="a"), Code.WRONG_FIELD, "/Ext"),
    "extension with a long name": (good(**{"x" * 21: "a"}), Code.WRONG_FIELD, "/" + "x" * 21),
    "extension with an object": (good(ext={"a": 1}), Code.WRONG_FIELD, "/ext"),
    "extension with a fraction": (good(ext=1.5), Code.WRONG_FIELD, "/ext"),
    "long extension": (good(ext="x" * 1025), Code.WRONG_FIELD, "/ext"),
    "too many extensions": (good(**{f"ext{n}": "a" for n in range(21)}), Code.WRONG_FIELD, ""),
    "unknown field": (with_data(effektive="2026-01-05"), Code.UNKNOWN_FIELD, "/data/effektive"),
    "missing field": (with_data(effective=None), Code.MISSING_FIELD, "/data/effective"),
    "impossible day": (with_data(effective="2026-02-30"), Code.WRONG_FIELD, "/data/effective"),
    "day with a time": (with_data(effective="2026-01-05T00:00:00Z"), Code.WRONG_FIELD, "/data/effective"),
    "unknown value": (with_data(kind="pgs"), Code.WRONG_FIELD, "/data/kind"),
    "field of a nested object": (with_data(decree={"number": "1", "date": "x", "issuer": "B"}), Code.WRONG_FIELD, "/data/decree/date"),
    "blank text": (with_data(consent_letter="  "), Code.WRONG_FIELD, "/data/consent_letter"),
    "text too long": (with_data(consent_letter="x" * 301), Code.WRONG_FIELD, "/data/consent_letter"),
    "naive instant": (with_data(RECEIVED, effective="2026-01-05T09:30:00"), Code.NAIVE_TIME, "/data/effective"),
    "number as text": (with_data(RECEIVED, latitude="-6.9"), Code.WRONG_FIELD, "/data/latitude"),
    "amount as a number": (with_data(LINE_PAID, net=5), Code.WRONG_FIELD, "/data/net"),
    "item of a list": (with_data(LINE_PAID, components=[{"code": "a", "amount": "x"}]), Code.WRONG_FIELD, "/data/components/0/amount"),
    "NIP that cannot be": (with_data(LINE_PAID, nip="000000000000000000"), Code.WRONG_FIELD, "/data/nip"),
    "NIP in the subject": (good(subject=f"post/simpeg:{NIP}"), Code.PERSONAL_KEY, "/subject"),
    "NIP within the subject's key": (good(subject=f"post/simpeg:{NIP}-2026"), Code.PERSONAL_KEY, "/subject"),
    "NIK in the subject": (good(subject=f"post/simpeg:{NIK}"), Code.PERSONAL_KEY, "/subject"),
    "NIP in the id": (good(id=f"post-filled:{NIP}:1"), Code.PERSONAL_KEY, "/id"),
    "NIP in the partition key": (good(partitionkey=NIP), Code.PERSONAL_KEY, "/partitionkey"),
    "NIK in about": (good(about=f"reporter/lapor:{NIK}"), Code.PERSONAL_KEY, "/about"),
    "NIP in a reference": (with_data(person=f"employee/simpeg:{NIP}"), Code.PERSONAL_KEY, "/data/person"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_field_is_named_by_pointer_and_in_indonesian(case: str) -> None:
    event, code, pointer = WRONG[case]
    refused = refusal(as_bytes(event))
    assert (refused.code, refused.pointer) == (code, pointer)
    assert refused.sentence.endswith(".")
    assert "None" not in refused.sentence


def test_sentence_speaks_in_the_words_of_the_field() -> None:
    assert refusal(as_bytes(with_data(effective=None))).sentence == "«TMT» (effective) wajib ada."
    assert (
        refusal(as_bytes(with_data(kind="pgs"))).sentence == "«Cara pengisian» (kind) harus salah satu dari: definitive, plt, plh atau pj."
    )


def test_alias_without_any_number_is_refused_in_words() -> None:
    refused = refusal(as_bytes(with_data("id.go.pemda.personnel.alias-given.v1", nip=None, nik=None)))
    assert (refused.pointer, refused.sentence) == ("/data", "Isi paling sedikit satu nomor: NIP/NI PPPK (nip) atau NIK (nik).")


def test_all_faults_are_told_at_once() -> None:
    refused = refusal(as_bytes(with_data(effective=None, kind="pgs", surplus=1)))
    assert [fault.pointer for fault in refused.faults] == ["/data/kind", "/data/effective", "/data/surplus"]


def test_unknown_version_says_which_there_are() -> None:
    assert refusal(as_bytes(good(type="id.go.pemda.personnel.post-filled.v9"))).sentence.endswith("yang ada: 1.")


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_refusal_never_shows_a_value(name: str) -> None:
    event = examples()[name]
    for field in event["data"]:
        refused = refusal(as_bytes(event | {"data": event["data"] | {field: {"canary": NIK}}}))
        said = repr(refused.faults) + str(refused)
        assert "canary" not in said.replace("/canary", "").replace("Isian canary", "")
        assert NIK not in said


def test_unknown_key_that_is_a_number_is_not_shown() -> None:
    refused = refusal(as_bytes(with_data(**{NIK: "x"})))
    assert (refused.code, refused.pointer) == (Code.UNKNOWN_FIELD, "/data")
    assert NIK not in refused.sentence


def test_escaped_backslash_before_u0000_is_no_nul() -> None:
    event = decode(spoilt(("Bupati", "Bu\\\\u0000pati")))
    assert event.data.decree.issuer == "Bu\\u0000pati"


def test_null_of_an_optional_field_counts_as_absent() -> None:
    assert decode(as_bytes(with_data() | {"partitionkey": None})).partitionkey is None
    data = good()["data"] | {"until": None}
    assert decode(as_bytes(good(data=data))).data.until is None


def test_text_that_looks_like_keys_is_no_duplicate() -> None:
    event = decode(as_bytes(with_data(consent_letter='":":":a" :b": "kind":"plt"')))
    assert event.data.consent_letter == '":":":a" :b": "kind":"plt"'


def test_change_stamp_in_microseconds_is_no_nik() -> None:
    assert decode(as_bytes(good(id="post-filled:118:1701150112345678"))).id == "post-filled:118:1701150112345678"


def test_extensions_pass() -> None:
    event = decode(as_bytes(good(ext="a", flag=True, number=7, gone=None) | {"null": None}))
    assert event.__pydantic_extra__ == {"ext": "a", "flag": True, "number": 7, "null": None}


def correction(**changes: Any) -> dict[str, Any]:
    of = {"source": "/32.73/bkpsdm/simpeg", "id": "post-filled:118:000001", "type": POST_FILLED}
    data = {"of": of, "payload": good()["data"], "reason": "Salah ketik"} | changes
    return good(type="id.go.pemda.personnel.corrected.v1", data=data)


def test_correction_carries_the_payload_of_what_it_amends() -> None:
    event = decode(as_bytes(correction()))
    event_type, payload = matter(event)
    assert event_type is EVENT_TYPES[POST_FILLED]
    assert isinstance(payload, PostFilled)


def test_correction_with_a_wrong_payload_points_into_it() -> None:
    refused = refusal(as_bytes(correction(payload=good()["data"] | {"kind": "pgs"})))
    assert (refused.pointer, refused.sentence[:16]) == ("/data/payload/kind", "«Cara pengisian»")


def test_correction_of_another_kind_of_subject_is_refused() -> None:
    refused = refusal(as_bytes(correction() | {"subject": "employee/simpeg:118"}))
    assert (refused.code, refused.pointer) == (Code.WRONG_FIELD, "/subject")


@pytest.mark.parametrize("target", [RECEIVED, "id.go.pemda.personnel.withdrawn.v1", "x", 7, None])
def test_correction_of_what_its_domain_has_not_is_refused(target: Any) -> None:
    of = {"source": "/32.73/bkpsdm/simpeg", "id": "a", "type": target}
    assert refusal(as_bytes(correction(of=of))).pointer.startswith("/data")


def test_withdrawal_has_no_data_of_its_own() -> None:
    event = decode(as_bytes(examples()["id.go.pemda.complaints.withdrawn.v1"]))
    assert matter(event) == (EVENT_TYPES[RECEIVED], None)


blanks = st.text(" \t\r\n", max_size=2)


@given(st.data())
def test_any_key_given_twice_is_found_whatever_the_blanks_and_values(data: st.DataObject) -> None:
    event = data.draw(st.sampled_from(list(examples().values())))
    pieces: list[str] = []

    def write(value: Any) -> str:
        if isinstance(value, dict):
            members = [(key, inner) for key, inner in value.items()]
            return "{" + ",".join(member(key, inner) for key, inner in members) + "}"
        if isinstance(value, list):
            return "[" + ",".join(map(write, value)) + "]"
        return json.dumps(value, ensure_ascii=data.draw(st.booleans()))

    def member(key: str, value: Any) -> str:
        pieces.append(text := f"{json.dumps(key)}{data.draw(blanks)}:{data.draw(blanks)}{write(value)}")
        return text

    text = write(event)
    decode(text.encode())
    twice = data.draw(st.sampled_from(pieces))
    assert refusal(text.replace(twice, f"{twice},{twice}", 1).encode()).code is Code.DUPLICATE_KEY


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(value: bytes) -> None:
    refusal(value)


@given(st.data())
def test_any_damage_is_read_or_refused(data: st.DataObject) -> None:
    value = bytearray(as_bytes(data.draw(st.sampled_from(list(examples().values())))))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(value) - 1))
        value[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    assert is_read_or_refused(bytes(value))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(list(examples().values())), st.data(), json_values)
def test_any_value_in_any_field_is_read_or_refused(event: dict[str, Any], data: st.DataObject, value: Any) -> None:
    attributes = data.draw(st.booleans())
    spoilt_event = json.loads(json.dumps(event))
    place = spoilt_event if attributes else spoilt_event["data"]
    place[data.draw(st.sampled_from(list(place)) | st.text(max_size=8))] = value
    assert is_read_or_refused(as_bytes(spoilt_event))
