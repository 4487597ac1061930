"""Passwords: argon2id, a few at a time."""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from hub.errors import TryLaterError

SHORTEST: Final = 12
"""NIST SP 800-63B asks for 8 with a second factor and 15 without; 12 and the throttle is what offices will bear."""
LONGEST: Final = 256
AT_ONCE: Final = 2
WAITING: Final = 16
"""A hash takes 64 MiB and some 50 ms of a core: more than this many waiting are told to come again."""


class Passwords:
    """Makes and checks hashes in threads, at most `AT_ONCE` at the same time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._nobody = self._hasher.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        async with self._gate:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def right(self, hashed: str | None, password: str) -> bool:
        """Whether the password is right. Without a hash it takes the same time and is wrong: nobody learns which accounts exist.

        Raises:
            TryLaterError: too many are being checked.
        """
        if self._waiting >= WAITING:
            raise TryLaterError("Terlalu banyak orang masuk bersamaan. Coba lagi beberapa detik lagi.")
        self._waiting += 1
        try:
            async with self._gate:
                return await asyncio.to_thread(self._verify, hashed, password)
        finally:
            self._waiting -= 1

    def _verify(self, hashed: str | None, password: str) -> bool:
        try:
            same = self._hasher.verify(hashed or self._nobody, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
        return same and bool(hashed)


def fault(password: str) -> str | None:
    """What is wrong with a new password, in a sentence; None: nothing."""
    if len(password) < SHORTEST:
        return f"Kata sandi paling sedikit {SHORTEST} karakter."
    if len(password) > LONGEST:
        return f"Kata sandi paling panjang {LONGEST} karakter."
    if len(set(password)) < SHORTEST // 2:
        return "Kata sandi terlalu mudah ditebak: pakai lebih banyak huruf yang berbeda."
    return None
