"""What is not documented does not ship."""

import importlib.util
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[3] / "docs"
ROOT = DOCS.parent


def loaded():
    spec = importlib.util.spec_from_file_location(
        "write_reference", DOCS / "write_reference.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES = loaded().pages()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_generated_page_says_what_the_code_says(name):
    written = (DOCS / "reference" / name).read_text("utf-8")
    assert written == PAGES[name], "run python docs/write_reference.py"


def test_each_error_has_an_exit_code_of_its_own():
    codes = [error.exit_code for error in loaded().error_classes()]
    assert len(codes) == len(set(codes))
    assert 2 not in codes, "2 is the command line's"


def test_the_example_of_a_map_is_one():
    from folkmoot.sources.layouts.maps import KEYS, parsed_layout

    example = loaded().EXAMPLE_MAP
    layout = parsed_layout(example, name="example", place="the page of maps")
    assert (layout.kind, layout.header_row, layout.needed) == ("contracts", 3, 2)
    shown = re.findall(r"^\[?(\w+)", example, re.MULTILINE)
    assert set(shown) & set(KEYS) == set(KEYS) - {"encoding", "drop"}


def test_every_setting_is_on_its_page():
    from folkmoot.buy.settings import SETTINGS
    from folkmoot.core.config import COUNCIL_KEYS, GROUP_KEYS

    named = [one.key for one in SETTINGS]
    named += [key.name for key in (*GROUP_KEYS, *COUNCIL_KEYS)]
    missing = [name for name in named if f"| `{name}` |" not in PAGES["settings.md"]]
    assert not missing


def test_every_key_of_a_survey_file_is_on_its_page_and_explained():
    import msgspec

    loaded()  # puts the folder of the pages on the path
    import survey_file_page

    from folkmoot.ask.survey import declared, questionnaire
    from folkmoot.ask.survey.questionnaire import Declared

    shown = {table for _, table in survey_file_page.SURVEY_TABLES}
    declared_tables = {
        one
        for module in (declared, questionnaire)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Declared)
    }
    assert {t.__name__ for t in declared_tables} - {t.__name__ for t in shown} == {
        *("Declared", "SurveyFile"),
    }
    page = PAGES["survey-file.md"]
    for table in shown:
        for key in msgspec.structs.fields(table):
            assert f"| `{key.encode_name}` |" in page
    assert not re.findall(r"^\| `\w+` .*\|\s*\|$", page, re.MULTILINE)


def test_every_column_says_what_it_means_or_has_a_plain_name():
    tables = re.findall(r"\| `(\w+)` \| \w+ \| (.*?) \|", PAGES["tables.md"])
    unexplained = {name for name, meaning in tables if not meaning.strip()}
    assert unexplained <= PLAIN_NAMES


PLAIN_NAMES = {
    # Keys that another table explains, and names that are the whole of the meaning.
    *("contract_id", "supplier_id", "source_id", "table_name", "row_number", "pointer"),
    *("item_number", "council_id", "need_id", "opportunity_id"),
    *("start_date", "review_date", "published_date", "awarded_date", "payment_date"),
    *(
        "category_text",
        "service_text",
        "description",
        "reference",
        "contract_reference",
    ),
    *("buyer_name", "buyer_identifier", "supplier_name", "supplier_scheme"),
    *("supplier_identifier", "supplier_postcode"),
    *("contract_count", "contracts_searched", "contracts_left_out", "is_member"),
    *("is_technology", "need_label", "service_area"),
    *("go_live_from_date", "go_live_to_date"),
}


WRITTEN = [*DOCS.rglob("*.md"), ROOT / "README.md"]


@pytest.mark.parametrize(
    "page", sorted(path.relative_to(ROOT).as_posix() for path in WRITTEN)
)
def test_links_between_pages_lead_somewhere(page):
    path = ROOT / page
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8"))
    missing = [link for link in links if not (path.parent / link).exists()]
    assert not missing
