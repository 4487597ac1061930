"""Bodies on the desk: their form without what they say."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.web.masking import covered, is_whole, masked

SECRET = "Siti Rahmawati"


@pytest.mark.parametrize(
    ("body", "envelope", "shown"),
    [
        (b'{"id": "p:1", "data": {"nama": "Siti", "lahir": "1985-03-15", "n": -4.5, "ya": true, "x": null}}', True, '"id": "p:1"'),
        (b'{"id": "p:1"}', False, '"id": "x:9"'),
        (b'{"data": {"lahir": "1985-03-15"}}', True, '"lahir": "9999-99-99"'),
        (b'{"data": {"n": -4.5, "ya": true, "x": null}}', True, '"n": "-9.9"'),
        (b'{"nama": "Siti', True, '{"xxxx": "xxxx'),
        (b"\xff\xfe", True, "\N{REPLACEMENT CHARACTER}"),
        (b'["Siti"]', True, '"xxxx"'),
        (b'{"id": "p:198503152010012003", "subject": "x"}', True, '"id": "x:999999999999999999"'),
        (b'{"data": {"Siti": 1, "nama_ibu": 2}}', True, '"xxxx": "9"'),
        (b'{"198503152010012003": 1}', True, '"999999999999999999"'),
    ],
)
def test_body_keeps_its_form(body: bytes, *, envelope: bool, shown: str) -> None:
    assert shown in masked(body, envelope=envelope)


@given(st.recursive(st.just(SECRET) | st.integers(10**15, 10**16), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_no_value_below_the_envelope_comes_through(value: object) -> None:
    shown = masked(json.dumps({"data": value, "reporter": value}).encode(), envelope=True)
    assert SECRET not in shown
    assert not any(word.isdigit() and word != "9" * len(word) for word in shown.replace('"', " ").split())


def test_letters_of_every_script_are_covered() -> None:
    assert covered("Ñandú Ёж 三 ٣٤") == "xxxxx xx x 99"


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        (b'{"specversion": "1.0", "subject": "post/simpeg:1"}', True),
        (b'{"subject": "x"}', False),
        (b"{", False),
        (b"[]", False),
        (b"", False),
    ],
)
def test_only_a_whole_event_can_be_sent_again(body: bytes, *, whole: bool) -> None:
    assert is_whole(body) is whole
