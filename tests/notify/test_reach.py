"""Where a webhook may go."""

import asyncio
import ipaddress
import socket

import httpx2
import pytest

from hub.notify.reach import Guarded, NotAllowedError, check, public
from tests.notify.receiver import receiving

PRIVATE_4 = ("127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.1.2.3", "224.0.0.1", "192.0.2.1")
PRIVATE_6 = ("::1", "::", "fe80::1", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1")
CARRYING = ("64:ff9b::a00:1", "2002:a00:1::", "2001:0:a00:1::")


@pytest.fixture
async def numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look-ups of numbers alone, as the C library reads them: no test may ask for another machine's name, and none here needs to."""

    async def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        try:
            text = socket.inet_ntoa(socket.inet_aton(host))
        except OSError:
            text = host
        return [(0, 0, 0, "", (text, port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)


@pytest.mark.parametrize("text", [*PRIVATE_4, *PRIVATE_6, *CARRYING])
def test_address_that_is_not_on_the_public_network_is_not(text: str) -> None:
    assert not public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "203.130.196.1", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_public_address_is_public(text: str) -> None:
    assert public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "url", ["http://a.example", "ftp://a.example", "https://", "https://user:pw@a.example", "javascript:alert(1)", "//a", "https://[::1"]
)
def test_url_that_is_not_https_or_names_a_user_is_refused(url: str) -> None:
    with pytest.raises(NotAllowedError):
        check(url, demo=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"])
@pytest.mark.usefixtures("numbers")
async def test_nothing_is_sent_to_this_machine_however_it_is_spelt(host: str) -> None:
    async with receiving() as receiver, httpx2.AsyncClient(transport=Guarded(demo=False)) as http:
        port = httpx2.URL(receiver.url).port
        with pytest.raises(NotAllowedError):
            await http.post(f"https://{host}:{port}/", content=b"x")
    assert receiver.got == []


@pytest.mark.parametrize("url", ["https://10.0.0.1/", "https://169.254.169.254/", "http://8.8.8.8/", "https://[::ffff:10.0.0.1]/"])
@pytest.mark.usefixtures("numbers")
async def test_demo_opens_no_other_network_and_sends_nothing_plain_into_the_world(url: str) -> None:
    async with httpx2.AsyncClient(transport=Guarded(demo=True)) as http:
        with pytest.raises(NotAllowedError):
            await http.post(url, content=b"x")


async def test_demo_may_call_this_machine_and_keeps_the_name_that_it_was_given() -> None:
    async with receiving() as receiver, httpx2.AsyncClient(transport=Guarded(demo=True)) as http:
        url = receiver.url.replace("127.0.0.1", "localhost")
        answer = await http.post(url, content=b"x")
    assert answer.status_code == 204
    assert receiver.got[0].headers["host"].startswith("localhost:")


async def test_name_with_an_address_that_may_not_be_called_is_refused_whatever_its_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    async def look_up(_: str, port: int, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("8.8.8.8", port)), (0, 0, 0, "", ("10.0.0.1", port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
    async with httpx2.AsyncClient(transport=Guarded(demo=False)) as http:
        with pytest.raises(NotAllowedError):
            await http.post("https://a.example/", content=b"x")


async def test_second_address_of_a_name_is_called_when_the_first_does_not_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    async def look_up(_: str, port: int, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("127.0.0.2", port)), (0, 0, 0, "", ("127.0.0.1", port))]

    async with receiving() as receiver, httpx2.AsyncClient(transport=Guarded(demo=True)) as http:
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
        assert (await http.post(receiver.url, content=b"x")).status_code == 204
        monkeypatch.undo()
