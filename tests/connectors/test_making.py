"""Events of a connector: ids, subjects, and no number of a person in a key."""

import datetime as dt

from hub.connector import Cursor, Record
from hub.connector.making import Maker, counted
from hub.keys import Hashes
from hub.store.sources import Source
from schemas.decode import decode
from schemas.personal_keys import holds_person_number
from schemas.personnel import PostFilled

NIP = "198503152010012001"
TIME = dt.datetime(2026, 1, 5, 3, tzinfo=dt.UTC)
SIMPEG = Source(1, "simpeg", "bkpsdm", frozenset({"personnel"}), "region", None, None)
SIASN = Source(2, "siasn", "bkpsdm", frozenset({"personnel"}), "region", None, None)


def maker(source: Source = SIMPEG, *, history: bool = False) -> Maker:
    return Maker("32.73", source, Hashes(b"k" * 32), history=history)


def record(key: str = "118", person: str = "employee/simpeg:4711") -> Record:
    told = {"agency": "dishub", "kind": "definitive", "person": person, "effective": "2026-01-05"}
    return Record(PostFilled.model_validate(told), key, TIME, Cursor("1"), origin="file:sha256=ab#row=1")


def test_a_record_becomes_an_event_with_id_subject_origin_and_time() -> None:
    event = decode(maker().event(record(), counted(1)))
    assert (event.id, event.source, event.subject) == ("post-filled:118:000001", "/32.73/bkpsdm/simpeg", "post/simpeg:118")
    assert (event.origin, event.time, event.model_extra) == ("file:sha256=ab#row=1", TIME, {})
    assert decode(maker(history=True).event(record(), counted(1))).model_extra == {"history": "true"}


def test_a_key_that_is_a_nip_is_hashed_alike_in_subject_id_and_references() -> None:
    body = maker().event(record(NIP, f"employee/simpeg:{NIP}"), counted(1))
    assert NIP.encode() not in body
    event = decode(body)
    key = event.subject.partition(":")[2]
    assert event.id == f"post-filled:{key}:000001"
    assert event.data.person == f"employee/simpeg:{key}"
    assert not holds_person_number(key)


def test_a_reference_to_another_source_is_hashed_as_that_source_hashes_it() -> None:
    event = decode(maker().event(record(person=f"employee/siasn:{NIP}"), counted(1)))
    assert event.data.person == f"employee/siasn:{maker(SIASN).key(NIP)}"
    assert event.data.person != f"employee/siasn:{maker().key(NIP)}"
