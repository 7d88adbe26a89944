"""What report and form say: the same sentences in every language, with the same gaps."""

from __future__ import annotations

import io
import re
import string
from html.parser import HTMLParser

import openpyxl
import pytest
from invented_survey import invented

from folkmoot.ask.publish.publication import worked_out
from folkmoot.ask.publish.report import report_html
from folkmoot.ask.publish.workbook import workbook
from folkmoot.ask.survey.sentences import note, sentences

PARTS = ["report", "form", "notes"]


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("part", PARTS)
def test_every_sentence_is_there_in_both_languages(part: str):
    english, welsh = sentences()[part]["en"], sentences()[part]["cy"]
    assert set(english) == set(welsh)
    assert all(english.values())
    assert all(welsh.values())
    assert {k: gaps(v) for k, v in english.items()} == {
        k: gaps(v) for k, v in welsh.items()
    }


def test_a_year_has_twelve_months_in_both_languages():
    assert {len(names) for names in sentences()["months"].values()} == {12}


def test_the_rule_on_small_bases_is_told_with_its_numbers():
    told = note("small", suppress=30, caution=50)
    assert "fewer than 30" in told["en"]
    assert "lai na 30" in told["cy"]
    assert all("50" in text for text in told.values())


class _Welsh(HTMLParser):
    """The text of a page that no `lang` says to be English; quotes are people's own."""

    VOID = frozenset({"meta", "link", "br", "img", "rect", "line", "hr", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.within: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in self.VOID:
            return
        before = self.within[-1][1] if self.within else False
        lang = dict(attrs).get("lang", "")
        is_apart = before or tag in ("style", "blockquote", "code")
        self.within.append((tag, lang == "en" or (is_apart and lang != "cy")))

    def handle_endtag(self, tag):
        while self.within and self.within.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.within and not self.within[-1][1] and data.strip():
            self.found.append(" ".join(data.split()))


ENGLISH = re.compile(
    r"\b(?:the|and|of|are|was|that|with|people|answers?|columns?|between|from|not|no)\b",
    re.IGNORECASE,
)


def test_a_welsh_report_holds_no_english_of_ours(tmp_path):
    """What a survey file gives in one language only is marked as being in English."""
    one = worked_out(invented(tmp_path))
    for on_paper in (False, True):
        page = _Welsh()
        page.feed(report_html(one, "cy", is_draft=False, on_paper=on_paper))
        english = [text for text in page.found if ENGLISH.search(text)]
        assert len(page.found) > 300
        assert english == []


def test_a_welsh_workbook_holds_no_english_of_ours(tmp_path):
    one = worked_out(invented(tmp_path))
    book = openpyxl.load_workbook(io.BytesIO(workbook(one, "cy")))
    texts = {
        str(cell.value)
        for sheet in book.worksheets[2:]
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }
    published = [*(s for line in one.beside for s in line.published), *one.conflicts]
    # What others printed stands as they printed it.
    texts -= {text for s in published for text in (s.item, s.source, s.unit, s.base)}
    assert len(texts) > 80
    assert [text for text in texts if ENGLISH.search(text)] == []
