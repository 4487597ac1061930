"""A browser without scripts: keeps cookies, sends the form's token back, as pages of ours do."""

import re
from collections.abc import Mapping
from types import TracebackType
from typing import Self

import httpx2
from fastapi import FastAPI

HOST = "http://simpul.test"


class Client:
    """A client of the application, over ASGI; servers' errors are answers, not exceptions."""

    def __init__(self, app: FastAPI) -> None:
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        self._http = httpx2.AsyncClient(transport=transport, base_url=HOST)

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._http.__aexit__(kind, error, trace)

    @property
    def cookies(self) -> httpx2.Cookies:
        return self._http.cookies

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self._http.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    async def send(self, method: str, path: str, content: bytes | str = b"", headers: Mapping[str, str] | None = None) -> httpx2.Response:
        """A request as it is."""
        return await self._http.request(method, path, content=content, headers=dict(headers or {}))

    async def submit(self, page: str, target: str, **fields: str) -> httpx2.Response:
        """Opens a page, then sends a form of it with the page's token."""
        token = token_of((await self.get(page)).text)
        return await self._http.post(target, data={**fields, "_token": token})

    async def sign_in(self, login: str, password: str) -> httpx2.Response:
        return await self.submit("/masuk", "/masuk", login=login, password=password)


def token_of(html: str) -> str:
    """The form token of a page."""
    found = re.search(r'name="_token" value="([^"]+)"', html)
    assert found, "the page has no form token"
    return found.group(1)
