"""Random bearers (cookies, links, tokens): 256 bits, known to the database by their hash alone."""

import hashlib
import hmac
import secrets


def new() -> str:
    """43 characters that may stand in a URL or a cookie."""
    return secrets.token_urlsafe(32)


def hashed(value: str) -> bytes:
    """What the database keeps. 256 random bits need no slow hash."""
    return hashlib.sha256(value.encode()).digest()


def form_token(cookie: str) -> str:
    """The token that a form must carry beside the cookie: derived one way, so a page that leaks it does not leak the session."""
    return hmac.new(cookie.encode(), b"simpul form", hashlib.sha256).hexdigest()[:43]


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
