"""A refused event still says whose it is, and nothing that it should not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.glimpse import NOTHING, glimpse
from tests.schemas.sample import POST_FILLED, as_bytes, good, with_data


def test_event_with_a_wrong_field_is_known_by_its_attributes() -> None:
    assert glimpse(as_bytes(with_data(kind="pgs"))) == ("post-filled:118:000001", "/32.73/bkpsdm/simpeg", POST_FILLED, "post/simpeg:118")


def test_malformed_attribute_is_left_out() -> None:
    assert glimpse(as_bytes(good(id="a b", source=7))) == (None, None, POST_FILLED, "post/simpeg:118")


def test_attribute_with_the_number_of_a_person_is_left_out() -> None:
    assert glimpse(as_bytes(good(subject="post/simpeg:198503152010012003"))).subject is None
    assert glimpse(as_bytes(good(id="post-filled:198503152010012003:1"))).id is None


@pytest.mark.parametrize("value", [b"", b"[]", b"7", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_object_says_nothing(value: bytes) -> None:
    assert glimpse(value) == NOTHING


@given(st.binary(max_size=50))
def test_any_bytes_can_be_looked_at(value: bytes) -> None:
    assert len(glimpse(value)) == len(NOTHING)
