"""The vault: keys of persons and of days, wrapped by the master key; to erase is to destroy the key.

A sealed block is: generation (2 bytes), nonce (12), AES-256-GCM ciphertext with its tag. A wrapped key is: nonce (12), ciphertext.
The master key comes from a file that is in no backup.
"""

import base64
import binascii
import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.errors import StopError
from hub.keys.hashes import Hashes, derive

_NONCE: Final = 12
_GENERATION: Final = 2
MASTER_BYTES: Final = 32


class SealedError(Exception):
    """The block cannot be opened: its key is destroyed, or it was made under another master key."""


class PersonKey:
    """One person's key in one generation, ready for use."""

    __slots__ = ("_aes", "_head", "generation")

    def __init__(self, key: bytes, generation: int) -> None:
        self._aes = AESGCM(key)
        self.generation = generation
        self._head = generation.to_bytes(_GENERATION, "big")

    def seal(self, said: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return self._head + nonce + self._aes.encrypt(nonce, said, None)

    def open(self, blob: bytes) -> bytes:
        """What was sealed.

        Raises:
            SealedError: the block was sealed under another key.
        """
        try:
            return self._aes.decrypt(blob[_GENERATION : _GENERATION + _NONCE], blob[_GENERATION + _NONCE :], None)
        except InvalidTag as error:
            raise SealedError("the block does not belong to this key") from error


class Vault:
    """Makes, wraps and unwraps keys under the master key."""

    def __init__(self, master: bytes) -> None:
        if len(master) != MASTER_BYTES:
            raise StopError(f"Kunci induk harus {MASTER_BYTES} bita, bukan {len(master)}.")
        self._wrap = AESGCM(derive(master, "wrap"))
        self.hashes = Hashes(master)
        self.stamp_key = derive(master, "stamp")

    def new_key(self, generation: int = 1) -> tuple[PersonKey, bytes]:
        """A fresh key and its wrapped form for the table."""
        key, nonce = secrets.token_bytes(32), secrets.token_bytes(_NONCE)
        return PersonKey(key, generation), nonce + self._wrap.encrypt(nonce, key, None)

    def unwrap(self, wrapped: bytes, generation: int = 1) -> PersonKey:
        """The key behind its wrapped form.

        Raises:
            SealedError: it was wrapped under another master key.
        """
        try:
            return PersonKey(self._wrap.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], None), generation)
        except InvalidTag as error:
            raise SealedError("the key was wrapped under another master key") from error


def generation_of(blob: bytes) -> int:
    """The generation of the key under which the block was sealed."""
    return int.from_bytes(blob[:_GENERATION], "big")


def read_master(file: Path) -> bytes:
    """The master key from its file (base64).

    Raises:
        StopError: the file is missing or not a key.
    """
    try:
        return base64.b64decode(file.read_text().strip(), validate=True)
    except FileNotFoundError as error:
        raise StopError(
            f"Kunci induk tidak ada di {file}. Jalankan `simpul init`, atau pulihkan berkasnya dari tempat simpanan."
        ) from error
    except (binascii.Error, UnicodeDecodeError) as error:
        raise StopError(f"Isi {file} bukan kunci induk (base64).") from error


def write_master(file: Path) -> None:
    """Makes a master key in a new file that its owner alone can read.

    Raises:
        StopError: the file is there already.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise StopError(f"Kunci induk sudah ada di {file}; ia tidak pernah ditimpa.") from error
    with os.fdopen(handle, "wb") as out:
        out.write(base64.b64encode(secrets.token_bytes(MASTER_BYTES)) + b"\n")
