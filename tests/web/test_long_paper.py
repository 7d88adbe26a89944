"""The largest proposal there can be still fits two pages."""

from __future__ import annotations

import copy
import io
from datetime import date

import pypdf
import pytest
from invented_group import _document
from jinja2 import Environment

from folkmoot.buy import committee_paper
from folkmoot.core.paper import pdf_bytes
from folkmoot.web.documents import TIGHTER, paper_styles
from folkmoot.web.pages import Pages


class _Named:
    name = "A group of councils with a rather long name indeed"


class _Builds:
    workspace = _Named()


def test_twelve_councils_with_much_to_say_fit_two_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = _document()
    member = next(m for m in document["members"] if m["is_member"])
    contract = {
        **member["contracts"][0],
        "title": "Provision of planned and reactive maintenance of heavy vehicles and plant",
        "suppliers": ["Quernstone & Wolderness Integrated Vehicle Services PLC", "B"],
        "latest_end_date": "2031-03-31",
    }
    document["members"] = [
        {
            "council_name": f"Number {n} Metropolitan Borough Council",
            "council_gss": f"X{n:08d}",
            "is_member": True,
            "contracts": [contract, contract],
        }
        for n in range(12)
    ]
    names = ", ".join(m["council_name"] for m in document["members"])
    long = {
        "sentence": f"For a start on 3 September 2028 the contracts of {names} must be bridged.",
        "measure": {"name": "days", "value": 9, "unit": "days"},
        "evidence": document["evidence"],
    }
    for key in ("reasons_for", "reasons_against", "holds_if"):
        document[key] = [copy.deepcopy(long) for _ in range(9)]
    document["law"] = {
        "sentences": [long["sentence"]],
        "warnings": [copy.deepcopy(long) for _ in range(9)],
        "notices": [
            {
                "id": f"UK{n}",
                "name": "Notice of a name of some length",
                "duty": "perhaps",
                "from": None,
                "to": "2028-01-31",
                "sentence": "",
                "source": "",
            }
            for n in (1, 4, 6, 7)
        ],
    }
    document["asked_next"] = {
        key: [long, long]
        for key in ("who_could_lead", "frameworks", "staff", "lots", "reorganisation")
    }
    document["evidence"] = [
        {
            **document["evidence"][0],
            "file": f"registers/a-council-of-some-length-{n}.xlsx",
        }
        for n in range(30)
    ]
    monkeypatch.setattr(committee_paper, "opportunity", lambda reader, key: document)
    answer = committee_paper.paper(
        None,  # type: ignore[arg-type]
        {"opportunity_id": "x"},
        {"as_of": date(2026, 6, 1).isoformat()},
    )
    pages = Pages(_Builds())  # type: ignore[arg-type]
    assert isinstance(pages.environment, Environment)
    html = pages.text("buy/paper.html", {**answer, "is_pdf": True}, standing=None)

    pdf = pypdf.PdfReader(
        io.BytesIO(pdf_bytes(html, styles=paper_styles(), tighter=TIGHTER))
    )

    assert len(pdf.pages) <= 2
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "more, listed with the opportunity" in text
    assert "To check first" in text
    assert "Sources" in text
