"""Planted personal values, in events of every type that has classified fields: good ones, and ones that are refused in every way."""

import copy
import json
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from schemas.event_type import EventType
from schemas.examples import example_data
from schemas.registry import DOMAINS, EVENT_TYPES, facts_of_domain
from tests.canary import Canary

NIK, NIP, PHONE, ACCOUNT = "3273015503850987", "198503152010012987", "+6281299887766", "0012345998877"
NAME, BIRTH = "Zulfikar Tjokroaminoto", "1931-07-19"
LETTER: Final = f"Saya {NAME}, NIK {NIK}, NIP {NIP}, telepon {PHONE}, rekening {ACCOUNT}, lahir {BIRTH}."
CANARIES: Final = tuple(
    Canary(*one) for one in (("NIK", NIK), ("NIP", NIP), ("phone", PHONE), ("account", ACCOUNT), ("name", NAME), ("birth day", BIRTH))
)
NUMBERS: Final = {"nip": NIP, "nik": NIK, "account": ACCOUNT, "reporter_phone": PHONE, "reporter_nik": NIK, "signer_nip": NIP}
VALUES: Final = {**NUMBERS, "name": NAME, "reporter_name": NAME, "birth_day": BIRTH}
HTTP, KAFKA = "opd-http", "opd-kafka"
"""The agency that sends over HTTP, and the one with a Kafka client of its own: their topics are told apart."""
CLASSIFIED: Final = tuple(told for told in EVENT_TYPES.values() if told.encrypted and told.amendment is None)
AT: Final = "2026-01-05T09:30:00+07:00"


class Sent(NamedTuple):
    """What is sent: value, headers of Kafka, and whether it must be accepted."""

    domain: str
    subject: str
    value: bytes
    accepted: bool
    headers: tuple[tuple[str, bytes], ...] = ()


def slug(domain: str, agency: str) -> str:
    """The source by which an agency speaks of a domain."""
    return f"{domain}-{agency.removeprefix('opd-')}"


def planted(told: EventType, agency: str, number: int = 1) -> dict[str, Any]:
    """A valid event with a planted value in each classified field."""
    source = slug(told.domain, agency)
    data = example_data(told.model)
    assert set(told.encrypted) <= data.keys(), told.short
    return {
        "specversion": "1.0",
        "id": f"{told.short}:{number}",
        "source": f"/32.73/{agency}/{source}",
        "type": told.name,
        "subject": f"{told.kind}/{source}:{number}",
        "time": AT,
        "data": data | {name: VALUES.get(name, LETTER) for name in told.encrypted},
    }


def everything(agency: str) -> Iterator[Sent]:
    """All that an agency sends, in order."""
    for told in CLASSIFIED:
        good = planted(told, agency)
        yield _sent(told, good, accepted=True)
        yield _sent(told, good, accepted=True)
        yield _sent(told, good | {"time": "2026-01-05T09:31:00+07:00"}, accepted=False)
        for number, bad in enumerate(_spoilt(told, agency), 100):
            name = {"id": f"{told.short}:{number}"} if bad.get("id") == good["id"] else {}
            yield _sent(told, bad | name, accepted=False)
        yield _sent(told, planted(told, agency, 80) | {"catatan": LETTER}, accepted=True)
        yield Sent(told.domain, "x/x:1", json.dumps(good).encode()[:-20], accepted=False)
        yield Sent(told.domain, "x/x:1", LETTER.encode(), accepted=False)
        twice = json.dumps(planted(told, agency, 90)).encode().replace(b'"data": {', f'"data": {{"{told.encrypted[0]}": "{NIK}", '.encode())
        yield Sent(told.domain, "x/x:1", twice, accepted=False)
    for domain in DOMAINS:
        yield from _amendments(domain, agency)


def _spoilt(told: EventType, agency: str) -> Iterator[dict[str, Any]]:
    """Planted values where none may be: unknown fields and their names, fields of other types, envelope, keys."""
    good = planted(told, agency)
    yield _with(good, catatan=LETTER)
    yield _with(good, **{f"nik{NIK}": "x"})
    for name in told.model.model_fields:
        if name not in told.encrypted:
            yield _with(good, **{name: {"isi": LETTER}})
    for name in told.encrypted:
        yield _with(good, **{name: [LETTER]})
    yield good | {"subject": f"{told.kind}/{slug(told.domain, agency)}:{NIK}"}
    yield good | {"subject": f"{told.kind}/{slug(told.domain, agency)}:{NIP}"}
    yield good | {"id": f"x:{NIP}"}
    yield good | {"type": f"id.go.pemda.{told.domain}.x{NIK}.v1"}
    yield good | {"type": told.name.replace(".v1", ".v99")}
    yield good | {"time": BIRTH}
    yield good | {"time": "2196-01-01T00:00:00Z"}
    yield good | {"source": f"/32.73/{agency}/nik-{NIK}"}
    yield good | {"source": f"/32.73/opd-lain/{NIK}"}
    yield good | {"subject": f"{told.kind}/tidak-ada:1"}
    yield good | {"subject": LETTER}
    yield {name: value for name, value in good.items() if name != "id"}


def _with(event: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return copy.deepcopy(event) | {"data": event["data"] | fields}


def _amendments(domain: str, agency: str) -> Iterator[Sent]:
    """Corrections of good events, and a correction by the wrong source."""
    for told in (one for one in facts_of_domain(domain) if one.encrypted):
        good = planted(told, agency)
        of = {"source": good["source"], "id": good["id"], "type": told.name}
        correction = good | {
            "id": f"corrected:{told.short}",
            "type": f"id.go.pemda.{domain}.corrected.v1",
            "data": {"of": of, "payload": good["data"], "reason": "Salah ketik"},
        }
        yield _sent(told, correction, accepted=True)
        foreign = copy.deepcopy(correction) | {"id": f"corrected:{told.short}:2"}
        foreign["data"]["of"]["source"] = f"/32.73/{agency}/lain"
        yield _sent(told, foreign, accepted=False)


def of_kafka_alone() -> Iterator[Sent]:
    """Binary mode, and what only headers can hold."""
    told = next(one for one in CLASSIFIED if one.domain == "complaints")
    event = planted(told, KAFKA, 70)
    data = json.dumps(event.pop("data")).encode()
    headers = tuple((f"ce_{name}", str(value).encode()) for name, value in event.items())
    plain = (("content-type", b"application/json"), *headers)
    yield Sent(told.domain, event["subject"], data, accepted=True, headers=plain)
    for more in ((f"ce_{NIK}", b"\xff"), ("ce_subject", LETTER.encode()), ("ce_about", NIK.encode()), ("content-type", LETTER.encode())):
        yield Sent(told.domain, "x/x:1", data, accepted=False, headers=(*plain, more))
    yield Sent(told.domain, "x/x:1", LETTER.encode(), accepted=False, headers=plain)


def _sent(told: EventType, event: dict[str, Any], *, accepted: bool) -> Sent:
    return Sent(told.domain, event["subject"], json.dumps(event, ensure_ascii=False).encode(), accepted)
