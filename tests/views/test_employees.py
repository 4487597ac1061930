"""Numbers of people and the spans in which they are theirs."""

from schemas.personnel import AliasEnded, AliasGiven, PersonRegistered
from tests.histories.world import NIKS, NIPS
from tests.model.said import Said
from tests.views.stories import midnight, rows, says

OLD, NEW = NIPS[0], NIPS[1]


def spans(*said: Said) -> list[tuple[object, ...]]:
    return [(row["value"], row["valid_from"], row["valid_to"]) for row in rows("alias", *said)]


def test_number_given_until_a_day_can_end_before_it() -> None:
    given = says(AliasGiven, nip=OLD, effective="2026-01-01", until="2026-12-31")
    ended = says(AliasEnded, nip=OLD, effective="2026-06-01")
    assert spans(given, ended) == [(f"nip:{OLD}", midnight("2026-01-01"), midnight("2026-06-01"))]


def test_new_number_ends_one_that_was_given_until_a_later_day() -> None:
    given = says(AliasGiven, nip=OLD, effective="2026-01-01", until="2026-12-31")
    renewed = says(AliasGiven, nip=NEW, effective="2026-06-01")
    assert spans(given, renewed) == [
        (f"nip:{OLD}", midnight("2026-01-01"), midnight("2026-06-01")),
        (f"nip:{NEW}", midnight("2026-06-01"), None),
    ]


def test_registration_does_not_make_a_number_theirs_beyond_its_last_day() -> None:
    given = says(AliasGiven, nip=OLD, effective="2025-01-01", until="2028-12-31")
    registered = says(PersonRegistered, name="Contoh Pegawai", nip=OLD)
    assert spans(given, registered) == [(f"nip:{OLD}", midnight("2025-01-01"), midnight("2029-01-01"))]


def test_number_that_goes_on_is_a_span_that_follows() -> None:
    given = says(AliasGiven, nip=OLD, effective="2026-01-01", until="2026-12-31")
    again = says(AliasGiven, nip=OLD, effective="2027-01-01", until="2027-12-31")
    assert spans(given, again) == [
        (f"nip:{OLD}", midnight("2026-01-01"), midnight("2027-01-01")),
        (f"nip:{OLD}", midnight("2027-01-01"), midnight("2028-01-01")),
    ]


def test_ended_nik_is_nobodys_and_another_one_stays() -> None:
    registered = says(PersonRegistered, name="Contoh Pegawai", nik=NIKS[0])
    other = says(AliasEnded, nik=NIKS[1], effective="2026-06-01")
    assert rows("employee", registered, other)[0]["nik"] == f"nik:{NIKS[0]}"
    assert rows("employee", registered, says(AliasEnded, nik=NIKS[0], effective="2026-06-01"))[0]["nik"] is None
