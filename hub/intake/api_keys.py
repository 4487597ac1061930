"""API keys: 256 random bits, shown once, stored as SHA-256. A plain hash is right here: nobody can guess what has no words in it."""

import hashlib
import hmac
import secrets
from typing import Final, NamedTuple

PREFIX_LENGTH: Final = 12
"""`smp_` and eight hexadecimal digits: enough to find a key and to speak about it, not to use it."""


class NewKey(NamedTuple):
    """A fresh key; `text` is for its owner alone and kept nowhere."""

    text: str
    prefix: str
    hash: bytes


def new() -> NewKey:
    prefix = f"smp_{secrets.token_hex(4)}"
    text = f"{prefix}_{secrets.token_urlsafe(32)}"
    return NewKey(text, prefix, hash_of(text))


def hash_of(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def prefix_of(text: str) -> str:
    return text[:PREFIX_LENGTH]


def matches(text: str, stored: bytes) -> bool:
    """Whether the key is the one of this hash, in constant time."""
    return hmac.compare_digest(hash_of(text), stored)
