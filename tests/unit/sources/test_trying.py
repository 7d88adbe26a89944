"""The draft of a map says what was recognised, and used as it is gives the same reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden.sources.odd_files import BODY, ODD_FILES, Odd

from folkmoot.core.exceptions import ConfigError, SourceError
from folkmoot.sources.layouts.maps import parsed_layout
from folkmoot.sources.trying import Trial, draft_map, tried

NUMBERS = """Title,Supplier,Company number,Charity number,Start date,End date,Value
Lighting,Lamp Ltd,01234567,,01/04/2024,31/03/2027,5000
Advice,Help Trust,,1012345,14/04/2024,31/03/2027,6000
Paving,Pave Ltd,07654321,,15/04/2024,31/03/2027,7000
"""
NO_NAMES = 'Eastmere Paving Ltd,01/04/2024,"1,250.00",Highways\n' + BODY


def meanings(trial: Trial) -> list[tuple[str, int, str]]:
    return [(c["table_name"], c["position"], c["field"]) for c in trial.columns]


def sums(trial: Trial) -> list[tuple[str, str, str, int]]:
    names = ("table_name", "outcome", "kind", "row_count")
    return [tuple(row[name] for name in names) for row in trial.accounting]  # type: ignore[misc]


def again(folder: Path, data: bytes) -> tuple[Trial, Trial, str]:
    """A file tried without a map, tried again by its own draft, and the draft."""
    path = folder / "odd [1].csv"
    path.write_bytes(data)
    first = tried(path, ())
    text = draft_map(first)
    return first, tried(path, [parsed_layout(text, name="draft", place="draft")]), text


@pytest.mark.parametrize("odd", ODD_FILES.values(), ids=ODD_FILES.keys())
def test_a_draft_reads_an_odd_file_as_it_was_recognised(
    tmp_path: Path, odd: Odd
) -> None:
    first, second, text = again(tmp_path, odd.data)
    assert [file["layout"] for file in second.files] == ["draft"], text
    assert meanings(second) == meanings(first)
    assert sums(second) == sums(first)


def test_a_draft_tells_one_number_of_a_supplier_from_another(tmp_path: Path) -> None:
    first, second, text = again(tmp_path, NUMBERS.encode())
    assert 'supplier_company_number = "Company number"' in text
    assert 'supplier_charity_number = "Charity number"' in text
    assert meanings(second) == meanings(first)


def test_columns_without_a_heading_are_drafted_by_their_position(
    tmp_path: Path,
) -> None:
    _, second, text = again(tmp_path, NO_NAMES.encode())
    assert 'match = { file = "*odd [[]1].csv" }' in text
    assert "header = { row = 0 }" in text
    assert "amount_text = { position = 3 }" in text
    assert second.files[0]["layout"] == "draft"


def test_a_draft_says_how_surely_and_why(tmp_path: Path) -> None:
    _, _, text = again(tmp_path, NUMBERS.encode())
    assert 'end_text = "End date"  # 0.98: heading and values' in text


def test_each_table_of_a_sheet_comes_back(tmp_path: Path) -> None:
    spend = "\n\nSupplier Name,Payment Date,Net Amount,Type\n" + BODY
    first, second, _ = again(tmp_path, (NUMBERS + spend).encode())
    assert {name for name, *_ in meanings(first)} == {"", "table 2"}
    assert meanings(second) == meanings(first)
    assert sums(second) == sums(first)
    assert not [i for i in second.issues if i["rule"] == "map_not_fitting"]


def test_what_is_no_table_has_no_map(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\nc,d\n", "utf-8")
    with pytest.raises(SourceError, match="nothing to map"):
        draft_map(tried(path, ()))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[columns]\namount_text = { position = 1 }", "needs `match.file`"),
        (
            'match = { file = "a" }\nheader = 0\n[columns]\namount_text = "a"',
            "header.row",
        ),
        (
            'match = { file = "a" }\n[columns]\namount_text = { position = 0 }',
            "number from 1",
        ),
        (
            'match = { file = "a" }\n[columns]\namount_text = { position = 1, from = "b" }',
            "`position` alone",
        ),
    ],
)
def test_a_position_that_cannot_be_meant_is_refused(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        parsed_layout(f'kind = "payments"\n{text}', name="m", place="m.toml")


def test_a_position_beyond_the_table_does_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(NUMBERS, "utf-8")
    layout = parsed_layout(
        'kind = "contracts"\nmatch = { file = "*a.csv" }\n[columns]\ntitle = { position = 9 }',
        name="m",
        place="m",
    )
    trial = tried(path, [layout])
    assert trial.files[0]["layout"] == "recognised"
    assert [i["rule"] for i in trial.issues if i["row_number"] == 0][:1]
