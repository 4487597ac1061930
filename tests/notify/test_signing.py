"""Signatures as Standard Webhooks 1.0 says, checked with the example of the specification."""

import base64
import hmac
from hashlib import sha256

import pytest

from hub.keys import SealedError
from hub.notify.signing import PREFIX, Safe, headers, new_secret

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_signature_is_that_of_the_specification() -> None:
    signed = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', [SECRET])
    assert signed == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_both_secrets_sign_while_one_is_exchanged() -> None:
    newest, before = new_secret(), new_secret()
    signatures = headers("a", 1, b"{}", [newest, before])["webhook-signature"].split(" ")
    keys = [base64.b64decode(secret.removeprefix(PREFIX)) for secret in (newest, before)]
    assert signatures == ["v1," + base64.b64encode(hmac.digest(key, b"a.1.{}", sha256)).decode() for key in keys]


def test_secret_is_kept_under_the_master_key() -> None:
    safe = Safe(bytes(32))
    sealed = safe.seal(SECRET)
    assert SECRET.encode() not in sealed
    assert safe.open(sealed) == SECRET


def test_secret_of_another_master_key_is_not_opened() -> None:
    with pytest.raises(SealedError):
        Safe(b"x" * 32).open(Safe(bytes(32)).seal(SECRET))
