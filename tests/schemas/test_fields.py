"""Money, days, codes and references: what passes, how it is kept, what is refused. Cases of domain.md 3.4 and 3.5."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from schemas.codes import AccountCode, ActivityCode, AgencyCode, RegionCode, SkpdCode, with_own_affair
from schemas.fields import Day, EmployeeRef, Moment, Month, Rupiah, SignedRupiah, SubjectRef, sen


def read(annotation: Any, text: Any) -> Any:
    return TypeAdapter(annotation).validate_python(text)


def refused(annotation: Any, text: Any) -> bool:
    try:
        read(annotation, text)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    ("text", "kept"), [("0", "0"), ("0.00", "0"), ("1500000", "1500000"), ("1500000.50", "1500000.5"), ("10", "10"), ("0.05", "0.05")]
)
def test_amount_has_one_spelling(text: str, kept: str) -> None:
    assert read(Rupiah, text) == kept


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "01", "1.", ".5", "1.005", "1,5", "1.500.000", "1e6", "NaN", "Infinity", "1 000", "1" + "0" * 15, 1.5]
)
def test_what_is_no_amount_is_refused(text: Any) -> None:
    assert refused(Rupiah, text)


@pytest.mark.parametrize(("text", "kept"), [("-150.10", "-150.1"), ("-0", "0"), ("-0.00", "0"), ("-0.01", "-0.01"), ("7", "7")])
def test_deduction_is_negative(text: str, kept: str) -> None:
    assert read(SignedRupiah, text) == kept


@given(st.integers(0, 10**17 - 1))
def test_sen_are_exact_for_every_amount(amount: int) -> None:
    text = f"{amount // 100}.{amount % 100:02}"
    assert sen(read(Rupiah, text)) == amount < 2**63
    assert sen(Decimal(text)) == amount


@pytest.mark.parametrize("code", ["32", "32.73", "32.01", "32.69", "32.71", "32.73.02", "32.73.02.1004", "32.01.05.2003", "91.03.01.3001"])
def test_kemendagri_code_passes(code: str) -> None:
    assert read(RegionCode, code) == code


@pytest.mark.parametrize("code", ["3273", "3273021004", "32.70", "32.00", "02.01", "32.73.00", "32.73.02.4001", "32.73.02.004", "32.", ""])
def test_bps_code_and_impossible_code_are_refused(code: str) -> None:
    assert refused(RegionCode, code)


def test_account_code_keeps_three_or_four_digits_at_its_end_and_loses_stray_blanks() -> None:
    assert read(AccountCode, "5.1.02.01.01.0024") == "5.1.02.01.01.0024"
    assert read(AccountCode, "5.1.02.01.01.024") == "5.1.02.01.01.024"
    assert read(AccountCode, " 5.1.02 .01.01. 0024 ") == "5.1.02.01.01.0024"


@pytest.mark.parametrize("code", ["5.1.02.01.01", "5.1.2.01.01.0024", "9.1.02.01.01.0024", "5.1.02.01.01.00024", "5.1.0 2.01.01.0024"])
def test_account_code_of_another_shape_is_refused(code: str) -> None:
    assert refused(AccountCode, code)


@pytest.mark.parametrize("code", ["1.02.01.2.01.0001", "1.02.01.2.01.01", "X.XX.01.2.01.0001", "5.02.02.1.03.0012"])
def test_activity_code_of_both_catalogues_and_of_support_programmes_passes(code: str) -> None:
    assert read(ActivityCode, code) == code


@pytest.mark.parametrize("code", ["1.02.01.3.01.0001", "1.02.01.2.01.001", "x.xx.01.2.01.0001", "1.2.01.2.01.0001"])
def test_activity_code_of_another_shape_is_refused(code: str) -> None:
    assert refused(ActivityCode, code)


def test_support_programme_takes_the_own_affair_before_a_join() -> None:
    assert with_own_affair("X.XX.01.2.01.0001", "1.02") == "1.02.01.2.01.0001"
    assert with_own_affair("2.15.02.2.01.0001", "1.02") == "2.15.02.2.01.0001"


def test_skpd_code_has_22_characters() -> None:
    assert read(SkpdCode, "5.01.5.05.0.00.01.0000 ") == "5.01.5.05.0.00.01.0000"
    assert refused(SkpdCode, "5.01.5.05.0.00.01")


@pytest.mark.parametrize("slug", ["dishub", "pkm-coblong", "d2"])
def test_agency_slug_passes(slug: str) -> None:
    assert read(AgencyCode, slug) == slug


@pytest.mark.parametrize("slug", ["", "d", "-dishub", "dishub-", "Dishub", "dis hub", "dis.hub", "x" * 41])
def test_agency_slug_of_another_shape_is_refused(slug: str) -> None:
    assert refused(AgencyCode, slug)


def test_reference_names_kind_source_and_key() -> None:
    assert read(EmployeeRef, "employee/simpeg:4711") == "employee/simpeg:4711"
    assert read(SubjectRef, "sp2d/sipd:900/0021/SP2D/LS/2026") == "sp2d/sipd:900/0021/SP2D/LS/2026"
    assert refused(EmployeeRef, "post/simpeg:4711")
    assert refused(SubjectRef, "post/simpeg:with blank")
    assert refused(SubjectRef, "post/simpeg:" + "x" * 121)


def test_days_and_instants_stay_where_arithmetic_is_safe() -> None:
    assert refused(Day, "0001-01-01")
    assert refused(Day, "2200-01-01")
    assert refused(Moment, "0001-01-01T00:00:00+14:00")
    assert refused(Moment, "2026-01-01T00:00:00")
    assert read(Moment, "2026-01-01T07:00:00+07:00").isoformat() == "2026-01-01T00:00:00+00:00"


def test_month_is_a_month() -> None:
    assert read(Month, "2026-03") == "2026-03"
    assert refused(Month, "2026-13")
    assert refused(Month, "2026-3")
