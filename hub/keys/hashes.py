"""Hashes: plain ones for keys that are public, keyed ones for values that are not."""

from hashlib import blake2b
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 16
"""Length of an event key and of a MAC."""


def subject_key(subject: str) -> int:
    """The signed 64-bit key of a subject; its text holds no personal number (design.md 3), so the hash needs no key."""
    return int.from_bytes(blake2b(subject.encode(), digest_size=8).digest(), "big", signed=True)


def event_key(source: str, event_id: str) -> bytes:
    """The 128-bit key of (source, id): the same event has the same key, for ever."""
    return blake2b(f"{source}\0{event_id}".encode(), digest_size=KEY_BYTES).digest()


def derive(master: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose, from the master key (HKDF-SHA-256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"simpul {purpose}".encode()).derive(master)


class Hashes:
    """Keyed hashes of a region: of aliases, for joining and finding, and of content, for telling a repeat from a conflict."""

    def __init__(self, master: bytes) -> None:
        self._alias = derive(master, "alias")
        self._content = derive(master, "content")

    def alias(self, kind: str, value: str) -> int:
        """The signed 64-bit keyed hash of a NIP, NIK, account … in its normal form."""
        digest = blake2b(f"{kind}\0{value}".encode(), digest_size=8, key=self._alias).digest()
        return int.from_bytes(digest, "big", signed=True)

    def content(self, event_type: str, subject: str, time: int, plain: bytes, classified: bytes | None) -> bytes:
        """The 128-bit MAC of what an event says.

        Two events with one key are the same event when their MACs are equal (design.md 3: type, subject, time, validated data).
        """
        said = b"%b\0%b\0%d\0%d\0%b%b" % (event_type.encode(), subject.encode(), time, len(plain), plain, classified or b"")
        return blake2b(said, digest_size=KEY_BYTES, key=self._content).digest()
