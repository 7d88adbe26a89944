"""Every frame, dialect and damage in which releases come, and what is made of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ocds_cases import (
    accounted,
    contracts,
    issues,
    package,
    read,
    release,
    suppliers,
    the_file,
)

AWARD = {
    "id": "A1",
    "title": "",
    "description": "See description of related tender",
    "status": "active",
    "date": "2020-02-01T00:00:00Z",
    "value": {"amount": 1200000.5, "currency": "GBP"},
    "contractPeriod": {"startDate": "2020-04-01", "endDate": "2024-03-31"},
    "suppliers": [{"id": 0, "name": "Alpha Ltd"}, {"id": 0, "name": "Beta Ltd"}],
}


def as_lines(*documents: Any) -> bytes:
    return b"\n".join(json.dumps(document).encode() for document in documents) + b"\n"


FRAMES: dict[str, tuple[Any, str, list[str]]] = {
    "package": (
        package([release(1), release(2)]),
        "f.json",
        ["/releases/0", "/releases/1"],
    ),
    "bare release": (release(), "f.json", [""]),
    "list of releases": ([release(1), release(2)], "f.json", ["/0", "/1"]),
    "list of packages": ([package([release()])], "f.json", ["/0/releases/0"]),
    "json lines": (as_lines(release(1), release(2)), "f.jsonl", ["", ""]),
    "json lines by content": (as_lines(release(1), release(2)), "f.json", ["", ""]),
    "lines of packages": (
        as_lines(package([release(1), release(2)]), package([release(3)])),
        "f.jsonl",
        ["/releases/0", "/releases/1", "/releases/0"],
    ),
    "one release where the list belongs": (
        {"releases": release()},
        "f.json",
        ["/releases"],
    ),
    "record package": (
        {"records": [{"ocid": "o", "releases": [release(1), release(2)]}]},
        "f.json",
        ["/records/0/releases/0", "/records/0/releases/1"],
    ),
    "bare record": (
        {"releases": [release()], "compiledRelease": release(2)},
        "f.json",
        ["/releases/0"],
    ),
    "record that links": (
        {"records": [{"releases": [{"url": "u"}], "compiledRelease": release()}]},
        "f.json",
        ["/records/0/compiledRelease"],
    ),
    "byte order mark": (
        b"\xef\xbb\xbf" + json.dumps(package([release()])).encode(),
        "f.json",
        ["/releases/0"],
    ),
    "utf-16": (
        json.dumps(package([release()])).encode("utf-16"),
        "f.json",
        ["/releases/0"],
    ),
}


@pytest.mark.parametrize("name", FRAMES)
def test_every_frame_gives_its_releases(name: str, tmp_path: Path) -> None:
    content, file_name, pointers = FRAMES[name]
    writer = read(tmp_path, content, name=file_name)
    rows = contracts(writer)
    assert [row["pointer"] for row in rows] == pointers
    assert [row["row_number"] for row in rows] == list(range(1, len(pointers) + 1))
    assert {row["buyer_name"] for row in rows} == {"Anytown Council"}
    assert accounted(writer)


def test_an_award_and_its_suppliers(tmp_path: Path) -> None:
    writer = read(tmp_path, release(awards=[AWARD]))
    (row,) = contracts(writer)
    assert row["title"] == "Tender 1"
    assert row["description"] is None
    assert "title" in row["inherited_fields"].split()
    assert "start_text" not in row["inherited_fields"].split()
    assert row["value_text"] == "1200000.5"
    assert (row["start_text"], row["end_text"]) == ("2020-04-01", "2024-03-31")
    assert (row["stage_text"], row["status_text"]) == ("award", "active")
    found = suppliers(writer)
    assert [s["supplier_name"] for s in found] == ["Alpha Ltd", "Beta Ltd"]
    assert [s["supplier_key"] for s in found] == [None, None], "repeated ids are none"


def test_amounts_have_no_exponent(tmp_path: Path) -> None:
    award = AWARD | {"value": {"amount": 1e21, "currency": "GBP"}}
    (row,) = contracts(read(tmp_path, release(awards=[award])))
    assert row["value_text"] == "1000000000000000000000"


def test_a_contract_joins_its_award(tmp_path: Path) -> None:
    contract = {
        "id": "C1",
        "awardID": "A1",
        "status": "terminated",
        "value": {"amount": 7, "currency": "GBP"},
        "period": {"startDate": "2021-01-01", "endDate": "2022-01-01"},
        "dateSigned": "2020-12-01",
    }
    alone = {"id": "C9", "title": "By itself"}
    writer = read(tmp_path, release(awards=[AWARD], contracts=[contract, alone]))
    joined, single = contracts(writer)
    assert (joined["award_id"], joined["stage_text"]) == ("A1", "contract")
    assert (joined["value_text"], joined["end_text"]) == ("7", "2022-01-01")
    assert (single["award_id"], single["title"]) == ("contract C9", "By itself")


def test_parties_say_who_a_reference_is(tmp_path: Path) -> None:
    parties = [
        {
            "id": "GB-COH-01234567",
            "name": "Alpha Ltd",
            "roles": ["supplier"],
            "address": {"postalCode": "AB1 2CD"},
            "contactPoint": {"name": "A Person", "email": "person@example.org"},
        },
        {
            "id": "B1",
            "name": "Anytown Council",
            "roles": ["buyer"],
            "identifier": {"scheme": "GB-LAC", "id": "E1"},
        },
        {"id": "B2", "name": "Otherton Council", "roles": ["buyer"]},
    ]
    awards = [{"id": "A1", "suppliers": [{"id": "GB-COH-01234567"}]}]
    writer = read(tmp_path, release(awards=awards, parties=parties))
    (row,) = contracts(writer)
    assert (row["buyer_scheme"], row["buyer_identifier"]) == ("GB-LAC", "E1")
    (supplier,) = suppliers(writer)
    assert supplier["supplier_name"] == "Alpha Ltd"
    assert (supplier["supplier_scheme"], supplier["supplier_identifier"]) == (
        "GB-COH",
        "01234567",
    )
    assert supplier["supplier_postcode"] == "AB1 2CD"
    buyers = writer.rows("SELECT buyer_name, release_link FROM aligned.contract_buyers")
    assert [b["buyer_name"] for b in buyers] == ["Anytown Council", "Otherton Council"]


def test_contact_details_are_nowhere(tmp_path: Path) -> None:
    secret = "person@example.org"
    contact = {"name": "A Person", "email": secret, "telephone": "01234 567890"}
    content = release(
        buyer={"name": "Anytown Council", "contactPoint": contact},
        tender={
            "title": "T 0800 to 1800 daily, 020 beds",
            "description": f"Write to {secret}, or call (01234) 567 890 or +44 7700 900123.",
        },
        awards=[
            AWARD | {"suppliers": [{"name": "Alpha Ltd", "contactPoint": contact}]}
        ],
    )
    writer = read(tmp_path, content)
    for table in ("aligned.contracts", "aligned.contract_suppliers", "issue.rows"):
        assert "A Person" not in str(writer.rows(f"SELECT * FROM {table}"))
        assert secret not in str(writer.rows(f"SELECT * FROM {table}"))
    reasons = writer.rows(
        "SELECT reason FROM source.columns WHERE heading LIKE 'contact%'"
    )
    assert contracts(writer)[0]["title"] == "T 0800 to 1800 daily, 020 beds"
    assert contracts(writer)[0]["description"] == (
        "Write to [email removed], or call [telephone removed] or [telephone removed]."
    )
    assert reasons == [{"reason": "contact details: dropped at reading"}]


def test_bent_releases_are_straightened(tmp_path: Path) -> None:
    bent = release(
        awards={
            "id": 7,
            "awardDate": "2020-01-01",
            "items": [{"suppliers": {"name": "Alpha"}}],
        },
        buyer={"id": 12, "identifier": {"legalName": "Anytown Council"}},
        tender=[{"title": 2020, "value": "much"}],
        tag="award",
    )
    writer = read(tmp_path, package([bent], extensions=[None]))
    (row,) = contracts(writer)
    assert (row["award_id"], row["awarded_text"]) == ("7", "2020-01-01")
    assert (row["buyer_name"], row["title"]) == ("Anytown Council", "2020")
    assert [s["supplier_name"] for s in suppliers(writer)] == ["Alpha"]
    (issue,) = issues(writer)
    assert (issue["rule"], issue["field"], issue["value"]) == (
        "not_as_standard", "/tender/value", "much",
    )  # fmt: skip


def test_versioned_values_give_the_latest(tmp_path: Path) -> None:
    def versions(*values: Any) -> list[dict[str, Any]]:
        return [
            {"releaseDate": f"2020-0{n}-01", "releaseID": str(n), "value": value}
            for n, value in enumerate(values, 1)
        ]

    versioned = {"ocid": "o", "tender": {"id": "T", "title": versions("Old", "New")}}
    writer = read(tmp_path, {"ocid": "o", "versionedRelease": versioned})
    (row,) = contracts(writer)
    assert (row["title"], row["pointer"]) == ("New", "/versionedRelease")


def test_a_record_that_only_links_is_refused_and_counted(tmp_path: Path) -> None:
    links = {"ocid": "o", "releases": [{"url": "https://example.org/1"}]}
    writer = read(tmp_path, {"records": [links, {"releases": [release()]}]})
    (issue,) = issues(writer)
    assert (issue["rule"], issue["severity"]) == ("linked_releases_only", "refused")
    assert accounted(writer)


def test_latin_bytes_in_one_release_leave_the_others(tmp_path: Path) -> None:
    body = json.dumps(package([release(1), release(2, title="Caf~")])).encode()
    writer = read(tmp_path, body.replace(b'"Tender 2"', b'"Caf\xe9"'))
    assert [row["title"] for row in contracts(writer)] == ["Tender 1", "Café"]
    assert [i["rule"] for i in issues(writer)] == ["not_utf8"]
    assert the_file(writer)["encoding"] == "windows-1252"


def test_a_broken_line_is_refused_alone(tmp_path: Path) -> None:
    lines = [json.dumps(release(n)).encode() for n in (1, 2, 3)]
    lines[1] = lines[1][:40]
    writer = read(tmp_path, b"\n".join([*lines, b"  ", b'"words"']), name="f.jsonl")
    assert [row["row_number"] for row in contracts(writer)] == [1, 3]
    assert [(i["row_number"], i["rule"]) for i in issues(writer)] == [
        (2, "json_unreadable"),
        (5, "not_a_release"),
    ]
    assert accounted(writer)


def test_a_release_has_the_number_of_its_line(tmp_path: Path) -> None:
    lines = [b"", json.dumps(release(1)).encode(), b" ", b""]
    lines += [json.dumps(release(n)).encode() for n in (2, 3)]
    writer = read(tmp_path, b"\n".join(lines), name="f.jsonl")
    assert [row["row_number"] for row in contracts(writer)] == [2, 5, 6]
    assert writer.rows("SELECT row_count FROM source.tables") == [{"row_count": 3}]
    assert accounted(writer)


def test_releases_that_share_a_line_keep_numbers_of_their_own(tmp_path: Path) -> None:
    shared = package([release(1), release(2), release(3)])
    content = as_lines(shared, release(4)) + b"\n\n" + as_lines(release(5))
    writer = read(tmp_path, content, name="f.jsonl")
    assert [row["row_number"] for row in contracts(writer)] == [1, 2, 3, 4, 5]
    assert accounted(writer)


def test_a_package_cut_in_half_keeps_what_is_whole(tmp_path: Path) -> None:
    content = json.dumps(package([release(n) for n in range(5)])).encode()
    writer = read(tmp_path, content[: int(len(content) * 0.7)])
    assert [row["pointer"] for row in contracts(writer)] == [
        "/releases/0", "/releases/1", "/releases/2",
    ]  # fmt: skip
    (issue,) = issues(writer)
    assert (issue["rule"], issue["pointer"]) == ("json_cut", "/releases/3")
    assert "breaks off after byte" in issue["message"]
    assert accounted(writer)


def test_one_broken_release_in_a_package_is_refused_alone(tmp_path: Path) -> None:
    content = json.dumps(package([release(n) for n in range(3)]))
    writer = read(tmp_path, content.replace('"Tender 1"', "nonsense").encode())
    assert [row["title"] for row in contracts(writer)] == ["Tender 0", "Tender 2"]
    assert [i["rule"] for i in issues(writer)] == ["json_unreadable"]
    assert accounted(writer)


def test_nul_bytes_are_left_out_and_said(tmp_path: Path) -> None:
    content = json.dumps(package([release()])).encode() + b"\0" * 512
    writer = read(tmp_path, content)
    assert len(contracts(writer)) == 1
    assert [i["rule"] for i in issues(writer)] == ["nul_bytes"]


def test_nesting_without_end_refuses_only_its_release(tmp_path: Path) -> None:
    deep = b'{"ocid": "o", "x": ' + b"[" * 50_000 + b"]" * 50_000 + b"}"
    whole = json.dumps(release()).encode()
    writer = read(tmp_path, b'{"releases": [' + whole + b"," + deep + b"]}")
    assert len(contracts(writer)) == 1
    assert [i["rule"] for i in issues(writer)] == ["nested_too_deep"]
    assert accounted(writer)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\0" * 100, "empty"),
        (b'{"colour": "red"}', "neither OCDS"),
        (b"[1, 2", "not readable JSON"),
        (b"hello", "not readable JSON"),
        (b'"just words"', "neither OCDS"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(
    content: bytes, words: str, tmp_path: Path
) -> None:
    writer = read(tmp_path, content)
    assert words in the_file(writer)["refusal"]
    assert contracts(writer) == []


def test_members_that_are_no_release_are_refused_and_counted(tmp_path: Path) -> None:
    writer = read(
        tmp_path, package([release(), 7, None, {"colour": "red"}, {"ocid": "x"}])
    )
    assert [i["row_number"] for i in issues(writer)] == [2, 3, 4]
    assert [row["row_number"] for row in contracts(writer)] == [1, 5]
    assert accounted(writer)


def test_a_list_of_flat_objects_goes_on_as_a_table(tmp_path: Path) -> None:
    seen: list[dict[str, Any]] = []

    def read_grid(writer: Any, file: Any, **grid: Any) -> None:
        seen.append(grid)

    notices = [
        {"title": "A", "value": 1.5, "buyer": {"name": "B"}},
        {"title": "C", "tags": ["x", 2]},
    ]
    writer = read(tmp_path, {"meta": {}, "a/b": notices}, read_grid=read_grid)
    assert seen == [
        {
            "table_name": "",
            "headings": ["title", "value", "buyer/name", "tags"],
            "rows": [["A", "1.5", "B", ""], ["C", "", "", "x; 2"]],
            "pointers": ["/a~1b/0", "/a~1b/1"],
        }
    ]
    assert writer.rows("SELECT * FROM source.files") == [], (
        "the grid's reader writes it"
    )


def test_options_and_lots_tell_of_extension(tmp_path: Path) -> None:
    tender = {
        "title": "Cleaning",
        "value": {"amount": 100, "maxAmount": 300, "currency": "GBP"},
        "techniques": {"hasFrameworkAgreement": True},
        "lots": [
            {
                "id": 1,
                "renewal": {"description": "Two further years"},
                "contractPeriod": {
                    "startDate": "2025-01-01",
                    "endDate": "2027-12-31",
                    "maxExtentDate": "2029-12-31",
                },
            }
        ],
    }
    (row,) = contracts(read(tmp_path, release(tender=tender, tag=["tender"])))
    assert row["extension_text"] == "Two further years"
    assert (row["end_text"], row["latest_end_text"]) == ("2027-12-31", "2029-12-31")
    assert (row["ceiling_text"], row["kind_text"]) == ("300", "framework")
    assert row["stage_text"] == "tender"


def test_only_cpv_is_taken_for_cpv(tmp_path: Path) -> None:
    items = [
        {"id": 1, "classification": {"scheme": "CPV", "id": "48814400"}},
        {
            "id": 2,
            "classification": {
                "scheme": "UNSPSC",
                "id": "43230000",
                "description": "Software",
            },
        },
        {"id": 3, "classification": {"scheme": "CPV", "id": 72000000}},
    ]
    (row,) = contracts(read(tmp_path, release(tender={"title": "T", "items": items})))
    assert row["cpv_text"] == "48814400 72000000"
    assert row["category_text"] == "Software"
