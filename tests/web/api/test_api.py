"""The API: the pages' queries as JSON, its manual, its tokens, its cursors."""

import re

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types, and its stubs are not installed

from hub.web import accounts
from tests.web.conftest import Site, Told
from tests.web.counting import statements


async def test_manual_is_openapi_3_1_with_a_description_and_a_tag_everywhere(site: Site) -> None:
    manual = (await (await site.visitor()).get("/api/v1/openapi.json")).json()
    assert manual["openapi"].startswith("3.1")
    operations = {f"{method} {path}": one for path, of in manual["paths"].items() for method, one in of.items()}
    assert len(operations) >= 15
    for name, one in operations.items():
        assert one.get("tags"), name
        assert one.get("summary"), name
        assert one.get("description"), name
    ids = [one["operationId"] for one in operations.values()]
    assert len(ids) == len(set(ids))


async def test_every_schema_of_the_manual_is_one_and_describes_its_fields(site: Site) -> None:
    schemas = (await (await site.visitor()).get("/api/v1/openapi.json")).json()["components"]["schemas"]
    ours = {name: schema for name, schema in schemas.items() if name not in ("HTTPValidationError", "ValidationError")}
    for name, schema in ours.items():
        Draft202012Validator.check_schema(schema)
        undescribed = [field for field, said in schema.get("properties", {}).items() if "description" not in said]
        assert undescribed == [], name


async def test_errors_of_the_manual_are_problem_documents(site: Site) -> None:
    manual = (await (await site.visitor()).get("/api/v1/openapi.json")).json()
    for path, of in manual["paths"].items():
        for one in of.values():
            kinds = {kind for status, said in one["responses"].items() if status[0] in "45" for kind in said.get("content", {})}
            assert kinds <= {"application/problem+json"}, path


async def test_alert_says_what_its_page_says(site: Site, told: Told) -> None:
    said = (await (await site.sign_in("sekda")).get(f"/api/v1/alerts/{told.alerts['withdrawn']}")).json()
    assert (said["state"], said["label"], said["agency"]) == ("withdrawn", "Kepala Puskesmas Sukamaju", "dinkes")
    assert [one["transition"] for one in said["journal"]] == ["opened", "withdrawn"]
    assert [one["title"] for one in said["evidence"]] == ["Jabatan dibentuk", "Jabatan diisi", "Masa Plt, Plh, atau Pj diperpanjang"]
    assert said["evidence"][-1]["effective"] == "2026-03-31T17:00:00Z"


async def test_token_has_the_rights_of_its_account_and_needs_no_form_token(own_site: Site, told: Told) -> None:
    async with own_site.engine.begin() as connection:
        token = await accounts.give_token(connection, "dishub", by="test")
    client, bearer = await own_site.visitor(), {"authorization": f"Bearer {token}"}
    assert (await client.get("/api/v1/me", **bearer)).json()["login"] == "dishub"
    assert (await client.get(f"/api/v1/alerts/{told.alerts['withdrawn']}", **bearer)).status_code == 404
    said = '{"action": "acknowledged"}'
    path = f"/api/v1/alerts/{told.alerts['paid']}/actions"
    assert (await client.send("POST", path, said, {**bearer, "content-type": "application/json"})).status_code == 201
    assert (await client.get("/peringatan", **bearer)).status_code == 303


@pytest.mark.parametrize("said", ["Bearer x", "Bearer ", "bearer simpul_x", "Basic eA==", "Bearer " + "x" * 5000])
async def test_wrong_token_is_nobody(site: Site, said: str) -> None:
    answer = await (await site.visitor()).get("/api/v1/me", authorization=said)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_unknown_field_of_an_action_is_refused(own_site: Site, told: Told) -> None:
    client = await own_site.sign_in("sekda")
    token = re.search(r'name="_token" value="([^"]+)"', (await client.get("/peringatan/2")).text)
    assert token is not None
    headers = {"content-type": "application/json", "x-simpul-token": token.group(1)}
    answer = await client.send("POST", f"/api/v1/alerts/{told.alerts['paid']}/actions", '{"action": "noted", "as": "lain"}', headers)
    assert (answer.status_code, answer.json()["kesalahan"][0]["pointer"]) == (422, "/body/as")


@pytest.mark.parametrize("path", ["alerts", "complaints", "posts", "desk?state=all", "sources", "spending"])
async def test_list_costs_a_fixed_number_of_queries(site: Site, path: str) -> None:
    wide = await site.sign_in("operator" if path[0] in "ds" and "spending" not in path else "sekda")
    narrow = await site.sign_in("dinkes")
    with statements(site.engine) as for_all:
        await wide.get(f"/api/v1/{path}")
    with statements(site.engine) as for_few:
        await narrow.get(f"/api/v1/{path}")
    assert len(for_all) - len(for_few) in (0, 1)
    assert len(for_all) <= 12
