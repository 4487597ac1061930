"""Numbers of people, with every trap of domain.md 3.3 and 3.5. All numbers here are made up."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from schemas.identity import BankAccount, Nik, Nip, NipOrNiPppk, NiPppk, Phone, oddities, read_asn_number, read_nik

PNS = "198503152010012003"
PPPK = "199009132025242014"
WOMAN = "3273015503850001"
MAN = "3273011503850001"


def read(annotation: Any, text: str) -> str:
    found: str = TypeAdapter(annotation).validate_python(text)
    return found


def sentence(annotation: Any, text: str) -> str:
    with pytest.raises(ValidationError) as caught:
        read(annotation, text)
    found: str = caught.value.errors()[0]["msg"]
    return found


def test_nip_says_birth_beginning_and_sex() -> None:
    parts = read_asn_number(PNS)
    assert (parts.birth, parts.since, parts.month, parts.female) == (date(1985, 3, 15), 2010, 1, True)


def test_nip_with_blanks_is_the_same_nip() -> None:
    assert read(Nip, "19850315 201001 2 003") == PNS


def test_ni_pppk_with_month_24_is_no_nip_and_yet_right() -> None:
    assert read(NiPppk, PPPK) == PPPK
    assert read(NipOrNiPppk, PPPK) == PPPK
    assert read_asn_number(PPPK).month is None
    assert "bulan TMT CPNS" in sentence(Nip, PPPK)


@pytest.mark.parametrize(
    "number",
    [
        "198502302010012003",
        "000003152010012003",
        "198503151985012003",
        "198503152010013003",
        "198503152010010003",
        "198503152010012000",
    ],
    ids=["no such day", "no year", "service before birth", "sex 3", "sex 0", "sequence 000"],
)
def test_number_that_cannot_be_is_refused_without_showing_it(number: str) -> None:
    assert number not in sentence(NipOrNiPppk, number)


@pytest.mark.parametrize("number", ["19850315201001200", "1985031520100120033", "1985031520100120O3", "19850315-201001-2-003", ""])
def test_number_of_another_length_or_with_other_characters_is_refused(number: str) -> None:
    assert sentence(NipOrNiPppk, number)


@pytest.mark.parametrize(("day", "female"), [(1, False), (31, False), (41, True), (71, True)])
def test_day_of_a_nik_tells_the_sex(*, day: int, female: bool) -> None:
    parts = read_nik(f"327301{day:02}01850001")
    assert (parts.day, parts.female) == (day - 40 * female, female)


@pytest.mark.parametrize("day", [0, 32, 40, 72, 99])
def test_nik_with_an_impossible_day_is_refused(day: int) -> None:
    assert "tanggal" in sentence(Nik, f"327301{day:02}01850001")


@pytest.mark.parametrize("number", ["3273011500850001", "3273011513850001", "0273011503850001", "3200011503850001", "3273011503850000"])
def test_nik_with_an_impossible_part_is_refused_without_showing_it(number: str) -> None:
    assert number not in sentence(Nik, number)


def test_nik_with_a_day_that_the_calendar_lacks_passes_with_a_warning() -> None:
    assert read(Nik, "3273013104850001") == "3273013104850001"
    assert oddities(nik="3273013104850001") == ["Tanggal lahir dalam NIK tidak ada di kalender."]


def test_century_of_a_nik_is_ambiguous() -> None:
    assert read_nik("3273011503100001").births() == (date(1910, 3, 15), date(2010, 3, 15))
    assert read_nik("3273012902000001").births() == (date(2000, 2, 29),)


def test_numbers_that_agree_are_not_odd() -> None:
    assert oddities(asn_number=PNS, nik=WOMAN, birth=date(1985, 3, 15), female=True) == []


def test_numbers_that_contradict_each_other_are_warnings() -> None:
    assert oddities(asn_number=PNS, nik=MAN) == ["Jenis kelamin dalam NIP berbeda dengan NIK."]
    assert oddities(asn_number=PNS, birth=date(1985, 3, 16), female=False) == [
        "Tanggal lahir berbeda dengan NIP.",
        "Jenis kelamin berbeda dengan NIP.",
    ]
    assert oddities(nik=MAN, birth=date(1985, 3, 16), female=True) == [
        "Tanggal lahir berbeda dengan NIK.",
        "Jenis kelamin berbeda dengan NIK.",
    ]


def test_age_at_the_start_of_service_outside_18_to_40_is_a_warning() -> None:
    assert oddities(asn_number="198503152000012003") == ["Umur saat mulai bertugas menurut NIP di luar 18 sampai 40 tahun."]
    assert oddities(asn_number="198503152003012003") == []


def test_one_phone_has_one_spelling() -> None:
    assert {read(Phone, text) for text in ("0811-000-0000", "+62 811 000 0000", "0811 0000000", "+62811.000.0000")} == {"+628110000000"}


@pytest.mark.parametrize("text", ["811", "telepon", "", "+62", "0811x0000000"])
def test_what_is_no_phone_is_refused(text: str) -> None:
    assert sentence(Phone, text)


def test_one_account_has_one_spelling() -> None:
    assert {read(BankAccount, text) for text in ("0012345678901", "0012-3456-78901", "0012 345678901", "0012.345678901")} == {
        "0012345678901"
    }


@given(st.from_regex(r"\A[0-9 ]{16,24}\Z"))
def test_any_digits_are_read_or_refused(text: str) -> None:
    for annotation in (Nip, NiPppk, NipOrNiPppk, Nik):
        try:
            kept = read(annotation, text)
        except ValidationError:
            continue
        assert kept == text.replace(" ", "")
