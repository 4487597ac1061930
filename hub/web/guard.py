"""Against forged requests: SameSite=Lax cookies, where the request says that it comes from, and a token in every form."""

from collections.abc import Mapping
from typing import Annotated, Final
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request

from hub.web import secret
from hub.web.problems import FORGED, MEDIA, TOO_LARGE, RefusedError

TOKEN: Final = "_token"  # noqa: S105 -- the name of a field
HEADER: Final = "X-Simpul-Token"
LARGEST: Final = 64 * 1024
FIELDS: Final = 100
_FORM: Final = "application/x-www-form-urlencoded"


def seed(request: Request) -> str:
    """The cookie from which form tokens are derived: the session's, else the one of the sign-in form; "" without either."""
    web = request.app.state.web
    return str(request.cookies.get(web.cookie) or request.cookies.get(web.early_cookie) or "")


def check_origin(request: Request) -> None:
    """Refuses a request that a browser says comes from another site.

    Raises:
        RefusedError: it does.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    foreign = site not in (None, "same-origin", "none")
    if foreign or (origin is not None and urlsplit(origin).netloc != request.headers.get("host")):
        raise RefusedError(FORGED)


def check_token(request: Request, token: str) -> None:
    """Refuses a request without the token of its own cookie.

    Raises:
        RefusedError: the token is missing or another's.
    """
    cookie = seed(request)
    if not cookie or not secret.same(token, secret.form_token(cookie)):
        raise RefusedError(FORGED)


async def _read(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise RefusedError(TOO_LARGE)
    return body


async def form(request: Request) -> Mapping[str, str]:
    """The fields of a form that one of our own pages sent.

    Raises:
        RefusedError: it is forged, too large, or no form.
    """
    check_origin(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise RefusedError(MEDIA)
    body = await _read(request)
    try:
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS))
    except ValueError as error:
        raise RefusedError(MEDIA) from error
    check_token(request, fields.get(TOKEN, ""))
    return fields


Form = Annotated[Mapping[str, str], Depends(form)]
