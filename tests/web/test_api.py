"""Each address that the API's document lists answers in the schema it gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from starlette.testclient import TestClient

REFERENCE = (
    Path(__file__).parents[2] / "docs" / "reference" / "schemas" / "openapi.json"
)
EXAMPLES = {
    "contract_id": "eastmere/ref 1",
    "source_id": "eastmere-register-abababab",
    "opportunity_id": "o-heavy-motor-vehicles-1",
    "survey_id": "not-ready",
}


def _document(client: TestClient) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return document


def _schema(document: dict[str, Any], path: str, status: str) -> dict[str, Any]:
    answer = document["paths"][path]["get"]["responses"][status]
    return {**answer["content"]["application/json"]["schema"], **_parts(document)}


def _parts(document: dict[str, Any]) -> dict[str, Any]:
    return {"components": document["components"]}


def test_the_document_lists_every_address_of_the_api(client: TestClient) -> None:
    routes = {
        route.path.replace(":path", "")
        for route in client.app.routes  # type: ignore[attr-defined]
        if getattr(route, "path", "").startswith("/api/v1")
    }
    assert routes == set(_document(client)["paths"])


def test_the_reference_holds_this_very_document(client: TestClient) -> None:
    """Written anew by `python docs/write_reference.py`."""
    assert json.loads(REFERENCE.read_text("utf-8")) == _document(client)


def test_every_documented_address_answers_in_its_schema(client: TestClient) -> None:
    document = _document(client)
    for path in document["paths"]:
        address = path
        for name, value in EXAMPLES.items():
            address = address.replace(f"{{{name}}}", quote(value, safe=""))
        answer = client.get(address)
        assert answer.status_code == 200, address
        jsonschema.validate(answer.json(), _schema(document, path, "200"))


def test_every_documented_error_answers_in_its_schema(client: TestClient) -> None:
    document = _document(client)
    for path, item in document["paths"].items():
        if "404" in item["get"]["responses"]:
            answer = client.get(path.split("{")[0] + "none")
            assert answer.status_code == 404
            jsonschema.validate(answer.json(), _schema(document, path, "404"))
        if "400" in item["get"]["responses"]:
            answer = client.get(path, params={"limit": "many"})
            assert answer.status_code == 400
            jsonschema.validate(answer.json(), _schema(document, path, "400"))


def test_the_schemas_would_notice_a_missing_field(client: TestClient) -> None:
    document = _document(client)
    answer = client.get("/api/v1/contracts").json()
    del answer["contracts"][0]["end_date"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(answer, _schema(document, "/api/v1/contracts", "200"))


def test_every_reference_of_the_document_resolves(client: TestClient) -> None:
    document = _document(client)
    names = set(document["components"]["schemas"])

    def references(node: Any) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if "$ref" in node else []
            return own + [r for value in node.values() for r in references(value)]
        if isinstance(node, list):
            return [r for value in node for r in references(value)]
        return []

    found = references(document)
    assert found
    assert {reference.rsplit("/", 1)[1] for reference in found} == names


def test_money_is_a_decimal_string_and_a_date_is_iso(client: TestClient) -> None:
    found = client.get("/api/v1/contracts", params={"q": "waste"}).json()["contracts"]
    assert found[0]["value_gbp"] == "1250000.00"
    assert found[0]["end_date"] == "2028-03-31"


def test_a_list_is_cut_by_limit_and_offset_and_says_where_it_goes_on(
    client: TestClient,
) -> None:
    whole = client.get("/api/v1/contracts")
    assert whole.headers["Total-Count"] == "5"
    assert "Link" not in whole.headers
    part = client.get("/api/v1/contracts", params={"limit": 2, "sort": "title"})
    assert part.headers["Total-Count"] == "5"
    seen = part.json()["contracts"]
    while "Link" in part.headers:
        part = client.get(part.headers["Link"].split("<")[1].split(">")[0])
        seen += part.json()["contracts"]
    ids = {row["contract_id"] for row in whole.json()["contracts"]}
    assert len(seen) == 5
    assert {row["contract_id"] for row in seen} == ids


def test_a_filter_of_the_api_is_checked_like_one_of_a_page(client: TestClient) -> None:
    answer = client.get("/api/v1/contracts", params={"ends": "nonsense"})
    assert answer.status_code == 400
    assert "Ends: choose one" in answer.json()["error"]["what"]


def test_an_individual_has_no_name_and_no_id(client: TestClient) -> None:
    """An id that stays would join one person's contracts, so none is given."""
    found = client.get("/api/v1/contracts/eastmere-4").json()["contract"]
    (supplier,) = found["supplier_list"]
    assert supplier["is_individual"] is True
    assert supplier["display_name"] == "an individual"
    assert supplier["supplier_id"] == supplier["identifier"] == ""
    named = client.get("/api/v1/contracts/northwold-2").json()["contract"]
    assert named["supplier_list"][0]["supplier_id"] == "s2"
