"""Forged requests: other sites, missing or foreign tokens, wrong media types, bodies without end."""

import pytest

from tests.web.client import HOST, Client, token_of
from tests.web.conftest import Site

FORM = {"content-type": "application/x-www-form-urlencoded"}
ACT = "/peringatan/3/tindakan"
BODY = "action=noted&note=Dicoba"


async def token(client: Client) -> str:
    return token_of((await client.get("/peringatan/3")).text)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://lain.example"},
        {"origin": "null"},
        {"origin": HOST, "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_form_from_another_site_is_refused_though_its_token_is_right(site: Site, headers: dict[str, str]) -> None:
    client = await site.sign_in("asisten")
    answer = await client.send("POST", ACT, f"{BODY}&_token={await token(client)}", FORM | headers)
    assert answer.status_code == 403
    assert "Permintaan ditolak" in answer.text


async def test_form_without_its_token_is_refused(site: Site) -> None:
    client, other = await site.sign_in("asisten"), await site.sign_in("asisten")
    for said in (BODY, f"{BODY}&_token=", f"{BODY}&_token=x", f"{BODY}&_token={await token(other)}"):
        assert (await client.send("POST", ACT, said, FORM)).status_code == 403


async def test_form_with_its_token_from_our_own_page_is_taken(own_site: Site) -> None:
    client = await own_site.sign_in("asisten")
    answer = await client.send(
        "POST", ACT, f"{BODY}&_token={await token(client)}", FORM | {"origin": HOST, "sec-fetch-site": "same-origin"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/peringatan/3")


async def test_form_that_is_none_or_too_large_is_refused(site: Site) -> None:
    client = await site.sign_in("asisten")
    assert (await client.send("POST", ACT, "{}", {"content-type": "application/json"})).status_code == 415
    assert (await client.send("POST", ACT, "x" * 70_000, FORM)).status_code == 413
    assert (await client.send("POST", ACT, "&".join(f"f{n}=1" for n in range(200)), FORM)).status_code == 415
    assert (await client.send("POST", ACT, b"\xff\xfe=1", FORM)).status_code == 415


async def test_api_takes_a_cookie_only_with_the_token_in_a_header(own_site: Site) -> None:
    client = await own_site.sign_in("asisten")
    said, json = '{"action": "noted", "note": "Dicoba"}', {"content-type": "application/json"}
    assert (await client.send("POST", "/api/v1/alerts/3/actions", said, json)).status_code == 403
    right = json | {"x-simpul-token": await token(client)}
    assert (await client.send("POST", "/api/v1/alerts/3/actions", said, right)).status_code == 201
    assert (await client.send("POST", "/api/v1/alerts/3/actions", said, right | {"origin": "https://lain.example"})).status_code == 403


async def test_sign_in_form_is_guarded_too(site: Site) -> None:
    client = await site.visitor()
    assert (await client.send("POST", "/masuk", "login=asisten&password=x", FORM)).status_code == 403
