"""Standard Webhooks 1.0: an HMAC-SHA256 over `id.timestamp.body`, with a secret that begins with `whsec_`.

While a secret is being exchanged both sign, and the receiver takes either.
"""

import base64
import hmac
import os
import secrets
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.keys import SealedError
from hub.keys.hashes import derive

PREFIX: Final = "whsec_"
_BYTES: Final = 32
_NONCE: Final = 12


def new_secret() -> str:
    """A secret as its receiver is told it, once."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def headers(event_id: str, timestamp: int, body: bytes, known: Iterable[str]) -> dict[str, str]:
    """The three headers; `known` are the secrets that sign, the newest first."""
    signed = b"%b.%d.%b" % (event_id.encode(), timestamp, body)
    signatures = [base64.b64encode(hmac.digest(_key(secret), signed, sha256)).decode() for secret in known]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)


class Safe:
    """Keeps secrets of webhooks under the master key."""

    def __init__(self, master: bytes) -> None:
        self._aes = AESGCM(derive(master, "webhook"))

    def seal(self, secret: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._aes.encrypt(nonce, secret.encode(), None)

    def open(self, sealed: bytes) -> str:
        """The secret.

        Raises:
            SealedError: it was sealed under another master key.
        """
        try:
            return self._aes.decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
        except InvalidTag as why:
            raise SealedError("the secret was sealed under another master key") from why
