"""On paper each note stands once, and every table keeps its bases and its digest."""

import html
import re

import pytest
from invented_survey import invented

from folkmoot.ask.publish.publication import worked_out
from folkmoot.ask.publish.report import report_html
from folkmoot.ask.survey.file import read_survey
from folkmoot.ask.survey.wording import said


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    survey = invented(tmp_path_factory.mktemp("paper"))
    path = survey.folder / "survey.toml"
    text = re.sub(r"(?m)^classes = .*$", "", path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    return worked_out(read_survey(survey.folder))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_note_stands_once_with_the_number_that_tables_name(one, language):
    paper = report_html(one, language, is_draft=False, on_paper=True)
    texts = re.sub(r"\s+", " ", paper)
    numbered = dict(re.findall(r'<li id="note-(\d+)">(.*?)</li>', texts))
    assert len(numbered) > 3
    assert len(set(numbered.values())) == len(numbered)
    for page in one.pages:
        start = texts.index(f'<h3 id="{page.id}">')
        section = texts[start : texts.index("</section>", start)]
        named = re.findall(r'href="#note-(\d+)"', section)
        assert [html.unescape(numbered[n]) for n in named] == [
            said(note, language) for note in page.notes
        ]
        assert one.digest in section
        assert section.count("<tfoot>") == len(page.blocks())


def test_on_a_screen_a_table_has_its_notes_beside_it(one):
    screen = report_html(one, "en", is_draft=False, on_paper=False)
    assert "note-1" not in screen
    note = html.escape(said(one.pages[0].notes[0])).replace("&#x27;", "&#39;")
    assert screen.count(note) > 1
