"""Letting people in: passwords, links that work once, the throttle; and sessions that end."""

import asyncio
import datetime as dt

import pytest
from sqlalchemy import func, select, update

from hub.web import accounts, secret, sessions, signin
from hub.web.accounts import AccountError
from hub.web.passwords import Passwords
from hub.web.tables import session, signin_attempt, signin_link
from tests.web.conftest import CHEAP, PASSWORD, Site

HASHER = Passwords(CHEAP)


async def give_password(site: Site, login: str = "asisten") -> None:
    hashed = await HASHER.hash(PASSWORD)
    async with site.engine.begin() as connection:
        await accounts.set_password(connection, login, hashed, by="test")


async def test_right_password_lets_in_and_leads_where_the_visitor_was_going(own_site: Site) -> None:
    await give_password(own_site)
    client = await own_site.visitor()
    asked = await client.get("/belanja?tahun=2026")
    assert (asked.status_code, asked.headers["location"]) == (303, "/masuk?lanjut=%2Fbelanja%3Ftahun%3D2026")
    entered = await client.submit(asked.headers["location"], "/masuk", login="Asisten ", password=PASSWORD, onward="/belanja?tahun=2026")
    assert (entered.status_code, entered.headers["location"]) == (303, "/belanja?tahun=2026")
    assert (await client.get("/belanja")).status_code == 200


@pytest.mark.parametrize("onward", ["https://lain.example", "//lain.example", "/\\lain.example", "javascript:alert(1)"])
async def test_sign_in_leads_to_no_other_site(own_site: Site, onward: str) -> None:
    await give_password(own_site)
    entered = await (await own_site.visitor()).submit("/masuk", "/masuk", login="asisten", password=PASSWORD, onward=onward)
    assert entered.headers["location"] == "/peringatan"


@pytest.mark.parametrize(("login", "password"), [("asisten", "salah sekali"), ("siapa", PASSWORD), ("dishub", PASSWORD)])
async def test_wrong_login_and_wrong_password_look_alike(own_site: Site, login: str, password: str) -> None:
    await give_password(own_site)
    client = await own_site.visitor()
    answer = await client.sign_in(login, password)
    assert answer.status_code == 401
    assert "Nama masuk atau kata sandi tidak cocok." in answer.text
    assert "simpul" not in client.cookies


async def test_cookie_is_out_of_reach_of_scripts_and_other_sites(own_site: Site) -> None:
    await give_password(own_site)
    answer = await (await own_site.visitor()).sign_in("asisten", PASSWORD)
    (cookie,) = [line for line in answer.headers.get_list("set-cookie") if line.startswith("simpul=")]
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}


async def test_sixth_wrong_try_is_throttled_though_the_password_is_right(own_site: Site) -> None:
    await give_password(own_site)
    client = await own_site.visitor()
    for _ in range(signin.PER_PAIR):
        assert (await client.sign_in("asisten", "salah sekali")).status_code == 401
    refused = await client.sign_in("asisten", PASSWORD)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "900")


async def test_tries_side_by_side_count_each_other(own_site: Site) -> None:
    await give_password(own_site)
    tries = [signin.sign_in(own_site.engine, HASHER, "asisten", "salah sekali", "192.0.2.1") for _ in range(12)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(result is None for result in results) <= signin.PER_PAIR
    assert sum(isinstance(result, signin.ThrottledError) for result in results) >= 12 - signin.PER_PAIR


async def test_stranger_elsewhere_does_not_lock_out_the_owner(own_site: Site) -> None:
    await give_password(own_site)
    for number in range(10):
        assert await signin.sign_in(own_site.engine, HASHER, "asisten", "salah sekali", f"192.0.2.{number}") is None
    assert await signin.sign_in(own_site.engine, HASHER, "asisten", PASSWORD, "192.0.2.200") is not None


async def test_throttle_ends_when_its_window_has_passed(own_site: Site) -> None:
    await give_password(own_site)
    for _ in range(signin.PER_PAIR):
        await signin.sign_in(own_site.engine, HASHER, "asisten", "salah sekali", "192.0.2.1")
    async with own_site.engine.begin() as connection:
        await connection.execute(update(signin_attempt).values(at=func.now() - signin.WINDOW))
    assert await signin.sign_in(own_site.engine, HASHER, "asisten", PASSWORD, "192.0.2.1") is not None


async def test_what_was_typed_as_login_is_kept_as_a_hash_alone(own_site: Site) -> None:
    await signin.sign_in(own_site.engine, HASHER, "198503152010012003", "salah sekali", "192.0.2.1")
    async with own_site.engine.connect() as connection:
        rows = (await connection.execute(select(signin_attempt))).all()
    assert "198503152010012003" not in repr(rows)


async def test_link_lets_in_once(own_site: Site) -> None:
    path = (await signin.one_time_link(own_site.settings, "inspektur")).removeprefix("http://127.0.0.1:0")
    client, late = await own_site.visitor(), await own_site.visitor()
    shown = await client.get(path)
    assert "Inspektur" in shown.text
    assert "simpul" not in client.cookies
    entered = await client.submit(path, path)
    assert (entered.status_code, (await client.get("/peringatan")).status_code) == (303, 200)
    assert (await late.get(path)).status_code == 410
    assert (await client.get("/api/v1/me")).json()["login"] == "inspektur"


async def test_of_two_uses_side_by_side_one_wins(own_site: Site) -> None:
    value = (await signin.one_time_link(own_site.settings, "inspektur")).rpartition("/")[2]

    async def use() -> str | None:
        async with own_site.engine.begin() as connection:
            return await signin.use_link(connection, value)

    used = await asyncio.gather(use(), use(), use())
    assert sum(cookie is not None for cookie in used) == 1


async def test_link_is_stale_after_a_quarter_of_an_hour(own_site: Site) -> None:
    path = (await signin.one_time_link(own_site.settings, "inspektur")).removeprefix("http://127.0.0.1:0")
    async with own_site.engine.begin() as connection:
        await connection.execute(update(signin_link).values(made_at=func.now() - signin.LINK_LIVES))
    assert "tidak berlaku lagi" in (await (await own_site.visitor()).get(path)).text


async def test_demo_link_makes_its_account_and_uses_it_again(own_site: Site) -> None:
    paths = [await signin.one_time_link(own_site.settings) for _ in range(2)]
    client = await own_site.visitor()
    await client.submit(paths[1].removeprefix("http://127.0.0.1:0"), paths[1].removeprefix("http://127.0.0.1:0"))
    assert (await client.get("/api/v1/me")).json()["roles"] == ["operator", "secretariat"]


async def test_link_without_a_login_is_for_the_demo_alone(own_site: Site) -> None:
    with pytest.raises(AccountError):
        await signin.one_time_link(own_site.settings.model_copy(update={"demo": False}))


@pytest.mark.parametrize("column", ["seen_at", "made_at"])
async def test_session_ends_by_idleness_and_by_age(own_site: Site, column: str) -> None:
    client = await own_site.sign_in("asisten")
    assert (await client.get("/peringatan")).status_code == 200
    limit: dt.timedelta = {"seen_at": sessions.IDLE, "made_at": sessions.ABSOLUTE}[column]
    async with own_site.engine.begin() as connection:
        await connection.execute(update(session).values({column: func.now() - limit}))
    assert (await client.get("/peringatan")).status_code == 303


async def test_page_that_renews_itself_keeps_no_session_alive(own_site: Site) -> None:
    client = await own_site.sign_in("asisten")
    async with own_site.engine.begin() as connection:
        await connection.execute(update(session).values(seen_at=func.now() - dt.timedelta(minutes=10)))
    await client.get("/peringatan", X_Simpul_Live="1")
    assert await _idle(own_site) > dt.timedelta(minutes=9)
    await client.get("/peringatan")
    assert await _idle(own_site) < dt.timedelta(minutes=1)


async def _idle(site: Site) -> dt.timedelta:
    async with site.engine.connect() as connection:
        seen: dt.datetime = (await connection.execute(select(session.c.seen_at))).scalar_one()
    return dt.datetime.now(dt.UTC) - seen


async def test_sign_out_ends_the_session_on_the_server(own_site: Site) -> None:
    client = await own_site.sign_in("asisten")
    cookie = client.cookies["simpul"]
    assert (await client.submit("/peringatan", "/keluar")).headers["location"] == "/masuk"
    client.cookies.set("simpul", cookie)
    assert (await client.get("/peringatan")).status_code == 303


async def test_disabled_account_is_out_at_once(own_site: Site) -> None:
    client = await own_site.sign_in("asisten")
    async with own_site.engine.begin() as connection:
        token = await accounts.give_token(connection, "asisten", by="test")
        await accounts.disable(connection, "asisten", by="test")
    assert (await client.get("/peringatan")).status_code == 303
    assert (await (await own_site.visitor()).get("/api/v1/me", Authorization=f"Bearer {token}")).status_code == 401


async def test_new_password_signs_out_who_came_with_the_old_one(own_site: Site) -> None:
    client = await own_site.sign_in("asisten")
    await give_password(own_site)
    assert (await client.get("/peringatan")).status_code == 303


async def test_database_knows_cookies_and_links_by_their_hashes_alone(own_site: Site) -> None:
    client = await own_site.sign_in("asisten")
    value = (await signin.one_time_link(own_site.settings, "inspektur")).rpartition("/")[2]
    async with own_site.engine.connect() as connection:
        sets = [(await connection.execute(select(table))).all() for table in (session, signin_link)]
    kept = repr(sets)
    assert client.cookies["simpul"] not in kept
    assert value not in kept
    assert repr(secret.hashed(value)) in kept
