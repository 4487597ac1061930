"""Passwords: bounded work, equal time, honest refusals."""

import asyncio

import pytest

from hub.errors import TryLaterError
from hub.web.passwords import WAITING, Passwords, fault
from tests.web.conftest import CHEAP


async def test_right_password_is_right_and_another_is_not() -> None:
    passwords = Passwords(CHEAP)
    hashed = await passwords.hash("kuda laut makan awan")
    assert hashed.startswith("$argon2id$")
    assert await passwords.right(hashed, "kuda laut makan awan")
    assert not await passwords.right(hashed, "kuda laut makan awam")


@pytest.mark.parametrize("hashed", [None, "", "bukan hash"])
async def test_account_without_a_usable_hash_takes_no_password(hashed: str | None) -> None:
    assert not await Passwords(CHEAP).right(hashed, "nobody has this password")


async def test_more_than_may_wait_are_told_to_come_again() -> None:
    passwords = Passwords(CHEAP)
    tries = await asyncio.gather(*(passwords.right(None, "x") for _ in range(WAITING + 5)), return_exceptions=True)
    assert [type(one) for one in tries[-5:]] == [TryLaterError] * 5
    assert tries[:WAITING] == [False] * WAITING


@pytest.mark.parametrize(("password", "fine"), [("kuda laut makan awan", True), ("pendek", False), ("a" * 20, False), ("ab" * 200, False)])
def test_weak_password_is_refused_with_a_sentence(password: str, *, fine: bool) -> None:
    assert (fault(password) is None) is fine
