"""The OpenAPI document of the API, written from the declared tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from folkmoot.core.desk import Desk, Listing
from folkmoot.core.schema import ColumnType, TableSpec
from folkmoot.registers.review_tables import FACT_REVIEWS
from folkmoot.registers.tables import FACT_CONTRACTS
from folkmoot.sources.tables import SOURCE_FILES
from folkmoot.web.filters import FORMS
from folkmoot.web.forms import Field
from folkmoot.web.quality import LISTINGS as QUALITY_LISTINGS
from folkmoot.web.review_lists import LISTINGS as REVIEW_LISTINGS

Schema = dict[str, Any]

_JSON_TYPES: Mapping[ColumnType, Schema] = {
    "text": {"type": ["string", "null"]},
    "integer": {"type": ["integer", "null"]},
    "money": {"type": ["string", "null"], "pattern": r"^-?[0-9]+\.[0-9]{2}$"},
    "real": {"type": ["number", "null"]},
    "date": {"type": ["string", "null"], "format": "date"},
    "timestamp": {"type": ["string", "null"], "format": "date-time"},
    "boolean": {"type": ["boolean", "null"]},
    "list": {"type": ["array", "null"], "items": {"type": "string"}},
    "json": {"type": ["string", "null"]},
}
_COUNTS = ("row_count", "kept_count", "refused_count", "furniture_count", "issue_count")


def openapi_document(desks: Sequence[Desk]) -> Schema:
    """Every address of the API with its parameters and the schema of its answer."""
    paths = {
        "/api/v1/status": _get("What became of every row of every source", "status"),
        "/api/v1/openapi.json": _get("This document", "openapi"),
        "/api/v1/contracts": _list("Contracts, those still to end first", "contracts"),
        "/api/v1/contracts/{contract_id}": _get(
            "One contract with its rows as published", "contract", "contract_id"
        ),
        "/api/v1/sources": _list("Files with their accounting", "sources"),
        "/api/v1/sources/{source_id}": _get(
            "One file: its tables, columns and rules broken", "source", "source_id"
        ),
    }
    schemas: dict[str, Schema] = {
        "error": _error(),
        "openapi": {"type": "object", "required": ["openapi", "info", "paths"]},
        "status": {
            "type": "object",
            "required": ["schema", "as_of", "group", "totals", "sources"],
            "properties": {
                "schema": {"const": "folkmoot.status/1"},
                "sources": {"type": "array", "items": {"type": "object"}},
            },
        },
        "contracts": _rows("contracts", _contract_row()),
        "contract": _one("contract", _contract()),
        "sources": _rows("sources", _source_row()),
        "source": _one("source", _source()),
    }
    own = (listing for desk in desks for listing in desk.listings)
    for listing in (*QUALITY_LISTINGS, *own):
        paths[f"/api/v1{listing.address}"] = _list(listing.title, listing.name)
        schemas[listing.name] = _rows(listing.name, _finding(listing))
    for listing in REVIEW_LISTINGS:
        paths[f"/api/v1{listing.address}"] = _list(listing.title, listing.name)
        schemas[listing.name] = _rows(listing.name, _question_row())
    for desk in desks:
        for page in desk.pages:
            if page.path.count("{") == 1 and page.path.endswith("}"):
                path, parameter = _plain_path(page.path)
                paths[f"/api/v1{path}"] = _get(f"One {page.name}", page.name, parameter)
                schemas[page.name] = _one(page.name, {"type": "object"})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Folkmoot",
            "version": _version(),
            "description": "What the pages show, for machines. Money is a decimal "
            "string in pounds; dates are ISO 8601; a supplier that may be a person is "
            "`an individual`.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


def row_schema(table: TableSpec) -> Schema:
    """The JSON Schema of one row of a declared table, each property with its meaning."""
    return {
        "type": "object",
        "description": table.meaning,
        "required": list(table.column_names),
        "properties": {
            column.name: {**_JSON_TYPES[column.type], "description": column.meaning}
            for column in table.columns
        },
    }


def _contract_row() -> Schema:
    schema = row_schema(FACT_CONTRACTS)
    schema["required"] += ["council_name", "suppliers", "days_left"]
    schema["properties"] |= {
        "council_name": _JSON_TYPES["text"],
        "suppliers": _JSON_TYPES["list"],
        "need_label": _JSON_TYPES["text"],
        "service_area": _JSON_TYPES["text"],
        "days_left": _JSON_TYPES["integer"],
    }
    return schema


def _question_row() -> Schema:
    schema = row_schema(FACT_REVIEWS)
    schema["required"] += ["councils", "suggested", "can_bulk"]
    schema["properties"] |= {
        "councils": _JSON_TYPES["list"],
        "suggested": {
            "type": "string",
            "description": "The need suggested for a contract, in words",
        },
        "can_bulk": {
            "type": "boolean",
            "description": "Whether it can be answered together with others",
        },
    }
    return schema


def _contract() -> Schema:
    cell = {
        "type": "object",
        "required": ["heading", "value", "field"],
        "properties": {
            name: {"type": "string"} for name in ("heading", "value", "field")
        },
    }
    row = {
        "type": "object",
        "required": ["source_id", "file", "row_number", "cells"],
        "properties": {"cells": {"type": "array", "items": cell}},
    }
    schema = _contract_row()
    schema["required"] += ["rows"]
    schema["properties"]["rows"] = {"type": "array", "items": row}
    return schema


def _source_row() -> Schema:
    schema = row_schema(SOURCE_FILES)
    schema["required"] += _COUNTS
    schema["properties"] |= {name: {"type": "integer"} for name in _COUNTS}
    return schema


def _source() -> Schema:
    schema = _source_row()
    schema["required"] += ["tables", "rules"]
    objects = {"type": "array", "items": {"type": "object"}}
    schema["properties"] |= {"tables": objects, "rules": objects}
    return schema


def _finding(listing: Listing) -> Schema:
    """A finding is its own document; its schema stands with the desk's reference."""
    return {"type": "object", "description": f"One row of: {listing.title}"}


def _rows(name: str, row: Schema) -> Schema:
    schema = _headed(name)
    schema["required"].append(name)
    schema["properties"][name] = {"type": "array", "items": row}
    return schema


def _one(name: str, thing: Schema) -> Schema:
    schema = _headed(name)
    schema["required"] += ["build", name]
    schema["properties"] |= {"build": {"type": "string"}, name: thing}
    return schema


def _headed(name: str) -> Schema:
    return {
        "type": "object",
        "required": ["schema", "as_of", "group"],
        "properties": {
            "schema": {"const": f"folkmoot.{name}/1"},
            "as_of": {"type": "string", "format": "date"},
            "group": {"type": "string"},
        },
    }


def _error() -> Schema:
    text = {"type": "string"}
    said = {
        "type": "object",
        "required": ["what", "next_step"],
        "properties": {"what": text, "next_step": text},
    }
    return {"type": "object", "required": ["error"], "properties": {"error": said}}


def _get(summary: str, schema: str, parameter: str = "") -> Schema:
    answers = {
        "200": _answer("The answer", schema),
        "503": _answer("No build", "error"),
    }
    operation: Schema = {
        "summary": summary,
        "operationId": schema,
        "responses": answers,
    }
    if parameter:
        answers["404"] = _answer("There is no such thing in this build", "error")
        text = {"type": "string"}
        operation["parameters"] = [
            {"name": parameter, "in": "path", "required": True, "schema": text}
        ]
    return {"get": operation}


def _list(summary: str, name: str) -> Schema:
    path = _get(summary, name)
    path["get"]["parameters"] = [
        *(_parameter(field) for field in FORMS.get(name, ())),
        _whole_number("offset", "Rows to pass over", 0),
        _whole_number("limit", "Rows at most, up to 1000", 100),
    ]
    path["get"]["responses"]["200"]["headers"] = {
        "Total-Count": {
            "description": "Rows that match, shown or not",
            "schema": {"type": "integer"},
        },
        "Link": {
            "description": "The next rows, where there are more",
            "schema": {"type": "string"},
        },
    }
    path["get"]["responses"]["400"] = _answer("A filter could not be read", "error")
    return path


def _parameter(field: Field) -> Schema:
    schema: Schema = {"type": "string"}
    if field.kind == "date":
        schema["format"] = "date"
    said = f"{field.label}. {field.hint}".strip()
    return {"name": field.name, "in": "query", "description": said, "schema": schema}


def _whole_number(name: str, description: str, default: int) -> Schema:
    schema = {"type": "integer", "minimum": 0, "default": default}
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _answer(description: str, schema: str) -> Schema:
    content = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    return {"description": description, "content": {"application/json": content}}


def _plain_path(path: str) -> tuple[str, str]:
    """A route without its converter, and the name of its parameter."""
    parameter = path.split("{", 1)[1].split("}", 1)[0].split(":", 1)[0]
    head, tail = path.split("{", 1)[0], path.split("}", 1)[1]
    return f"{head}{{{parameter}}}{tail}", parameter


def _version() -> str:
    try:
        return version("folkmoot")
    except PackageNotFoundError:
        return "0"
