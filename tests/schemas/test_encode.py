"""What a connector encodes is what decode reads."""

from datetime import UTC, datetime

from schemas.complaints import ComplaintReceived
from schemas.decode import decode
from schemas.encode import encode
from schemas.examples import example_data
from schemas.payroll import LinePaid


def test_encoded_fact_is_read_back_with_its_encrypted_fields() -> None:
    data = LinePaid.model_validate(example_data(LinePaid))
    time = datetime(2026, 3, 2, tzinfo=UTC)
    value = encode(data, id="line-paid:1:1", source="/32.73/bpkad/gaji", subject="pay-line/gaji:1", time=time, about="employee/gaji:7")
    event = decode(value)
    assert (event.data, event.time, event.about) == (data, time, "employee/gaji:7")
    assert event.data.nip == "198503152010012003"


def test_absent_attributes_and_fields_are_left_out() -> None:
    data = ComplaintReceived(number="1", channel="loket", effective=datetime(2026, 1, 5, tzinfo=UTC))
    value = encode(
        data, id="a", source="/32.73/dishub/aduan", subject="complaint/aduan:1", time=datetime(2026, 1, 5, tzinfo=UTC), origin=None
    )
    assert b"null" not in value
    assert decode(value).data == data
