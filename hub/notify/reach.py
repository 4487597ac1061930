"""Where a webhook may go: an address on the public network, looked up once and then held to, without redirects.

A receiver's name is chosen by a person, and what it resolves to by whoever runs its zone: without this the hub could be made to knock at
its own neighbours (SSRF). The demo may call this machine too, and without TLS.
"""

import asyncio
import ipaddress
import socket
from typing import Any, Final

import httpx2

from hub.errors import SetAsideError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_UNICAST: Final = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given out (RFC 4291, IANA); Python counts the old site-local fec0::/10 and all that is unassigned as global."""
_CARRIES_IPV4: Final = tuple(ipaddress.ip_network(text) for text in ("2002::/16", "2001::/32"))
"""6to4, Teredo: an IPv4 address, perhaps a private one, hides inside."""


class NotAllowedError(SetAsideError):
    """The receiver's address is not one that the hub may call."""

    def __init__(self, sentence: str) -> None:
        super().__init__("address", sentence)


def public(address: Address) -> bool:
    """Whether the address belongs to the public network."""
    address = _plain(address)
    if isinstance(address, ipaddress.IPv6Address) and (address not in _UNICAST or any(address in network for network in _CARRIES_IPV4)):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _plain(address: Address) -> Address:
    """The IPv4 address that an IPv6 one only writes differently (::ffff:10.0.0.1)."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def check(url: str, *, demo: bool) -> httpx2.URL:
    """The URL, if a webhook may have it.

    Raises:
        NotAllowedError: it is not https (in the demo: nor http), or names a user.
    """
    try:
        parsed = httpx2.URL(url)
    except httpx2.InvalidURL as why:
        raise NotAllowedError("Alamat webhook tidak dapat dibaca.") from why
    if parsed.scheme not in (("https", "http") if demo else ("https",)) or not parsed.host or parsed.userinfo:
        raise NotAllowedError("Alamat webhook harus https://, dengan nama komputer dan tanpa nama pengguna.")
    return parsed


class Guarded(httpx2.AsyncBaseTransport):
    """Connects to the very address that was looked up and found allowed; the certificate is still checked for the name."""

    def __init__(self, *, demo: bool, inner: httpx2.AsyncBaseTransport | None = None) -> None:
        self._demo = demo
        self._inner = inner or httpx2.AsyncHTTPTransport(trust_env=False)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = check(str(request.url), demo=self._demo)
        *first, last = await self._look_up(url)
        for address in first:
            try:
                return await self._call(request, url, address)
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                continue
        return await self._call(request, url, last)

    async def _call(self, request: httpx2.Request, url: httpx2.URL, address: Address) -> httpx2.Response:
        there = url.copy_with(host=str(address))
        extensions = {**request.extensions, "sni_hostname": url.host}
        return await self._inner.handle_async_request(
            httpx2.Request(request.method, there, headers=request.headers, stream=request.stream, extensions=extensions)
        )

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def _look_up(self, url: httpx2.URL) -> list[Address]:
        """Every address of the name; one that may not be called forbids the name, or its zone could hide it among others."""
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            found: list[Any] = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
        except OSError as why:
            raise httpx2.ConnectError("the receiver's name is not known") from why
        addresses = [ipaddress.ip_address(sockaddr[0].partition("%")[0]) for *_, sockaddr in found]
        if not addresses or not all(self._allowed(address, url.scheme) for address in addresses):
            raise NotAllowedError("Alamat webhook berada di jaringan yang tidak boleh dihubungi.")
        return addresses

    def _allowed(self, address: Address, scheme: str) -> bool:
        here = self._demo and _plain(address).is_loopback
        return here or (scheme == "https" and public(address))
