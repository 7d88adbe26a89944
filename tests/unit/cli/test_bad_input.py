"""Whatever is handed in: a sentence saying what is wrong and what to do, and nothing lost."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PAYMENTS = (
    "Body Name,Payment Date,Supplier Name,Net Amount,Expense Type,Transaction Number\n"
    + "".join(
        f"Eastmere Borough Council,{day:02d}/03/2025,Harrow & Vale Ltd,{day}00.00,Cleaning,{day}\n"
        for day in range(1, 21)
    )
)
CONFIG = """
[group]
name = "Two councils"
members = ["X90000001", "X90000002"]
invented = true
[[councils]]
gss = "X90000001"
name = "Eastmere Borough Council"
type = "district"
region = "Saltmarsh"
nation = "England"
[[councils]]
gss = "X90000002"
name = "Westmere Borough Council"
type = "district"
region = "Saltmarsh"
nation = "England"
"""


def folkmoot(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "folkmoot", *words],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def workspace(tmp_path) -> Path:
    folder = tmp_path / "w"
    (folder / "sources").mkdir(parents=True)
    (folder / "folkmoot.toml").write_text(CONFIG, "utf-8")
    (folder / "sources" / "spend.csv").write_text(PAYMENTS, "utf-8")
    return folder


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return stream.getvalue()


def workbook_bomb() -> bytes:
    """A small file that declares a sheet of half a gigabyte."""
    return zipped(
        **{
            "xl__worksheets__sheet1_xml": b"<row></row>" * 50_000_000,
            "Content_xml": b"<x/>",
        }
    )


NOT_TABLES = {
    "empty.csv": b"",
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "cut.zip": zipped(a_csv=PAYMENTS.encode())[:-40],
    "nul.csv": b"\x00" * 5000,
    "bomb.xlsx": workbook_bomb,
    "prose.txt": b"Minutes of the meeting.\nApologies were received.\n",
}


@pytest.mark.parametrize("name", sorted(NOT_TABLES))
def test_what_is_no_table_is_refused_in_a_sentence_and_the_rest_is_read(
    workspace, name
):
    data = NOT_TABLES[name]
    (workspace / "sources" / name).write_bytes(data() if callable(data) else data)
    done = folkmoot("build", "-w", str(workspace), "--as-of", "2025-06-01")
    assert done.returncode == 0, done.stderr
    document = json.loads(folkmoot("status", "-w", str(workspace), "--json").stdout)
    by_file = {source["file"]: source for source in document["sources"]}
    assert by_file["spend.csv"]["tables"][0]["kept"] == {"payment": 20}
    refusal = by_file[name]["refusal"]
    assert refusal
    assert refusal.rstrip().endswith(".")
    assert "Traceback" not in done.stderr


def test_json_cut_in_half_keeps_what_is_whole_and_says_where_it_broke(workspace):
    releases = [
        {
            "ocid": f"ocds-test-{n}",
            "id": str(n),
            "date": "2025-01-01T00:00:00Z",
            "tag": ["award"],
            "buyer": {"name": "Eastmere Borough Council"},
            "awards": [
                {
                    "id": "1",
                    "title": "Cleaning",
                    "value": {"amount": 5000, "currency": "GBP"},
                }
            ],
        }
        for n in range(20)
    ]
    text = json.dumps({"releases": releases})
    (workspace / "sources" / "cut.json").write_text(text[: len(text) // 2], "utf-8")
    done = folkmoot("build", "-w", str(workspace), "--as-of", "2025-06-01")
    assert done.returncode == 0, done.stderr
    document = json.loads(folkmoot("status", "-w", str(workspace), "--json").stdout)
    source = next(s for s in document["sources"] if s["file"] == "cut.json")
    told = bool(source["refusal"]) or any(t["refused"] for t in source["tables"])
    assert told


def test_a_register_without_suppliers_is_read_and_said(workspace):
    rows = "".join(
        f"Eastmere Borough Council,Grounds maintenance lot {n},01/04/2023,31/03/2026,50000\n"
        for n in range(20)
    )
    (workspace / "sources" / "register.csv").write_text(
        "Organisation Name,Contract Title,Start Date,End Date,Contract Value\n" + rows,
        "utf-8",
    )
    assert (
        folkmoot("build", "-w", str(workspace), "--as-of", "2025-06-01").returncode == 0
    )
    document = json.loads(folkmoot("status", "-w", str(workspace), "--json").stdout)
    source = next(s for s in document["sources"] if s["file"] == "register.csv")
    assert sum(source["tables"][0]["kept"].values()) == 20
    told = json.loads(
        folkmoot(
            "issues", "-w", str(workspace), "--file", "register.csv", "--json"
        ).stdout
    )
    assert any("supplier" in issue["message"].lower() for issue in told)


def test_a_date_before_all_data_is_said(workspace):
    done = folkmoot("build", "-w", str(workspace), "--as-of", "1999-01-01")
    assert done.returncode == 9
    assert "later --as-of" in done.stderr


def test_an_unknown_member_is_named(workspace):
    text = CONFIG.replace('"X90000002"]', '"X99999999"]')
    (workspace / "folkmoot.toml").write_text(text, "utf-8")
    done = folkmoot("build", "-w", str(workspace), "--as-of", "2025-06-01")
    assert done.returncode == 4
    assert "X99999999" in done.stderr


def test_a_code_of_no_council_is_said_before_anything_is_added(workspace):
    file = str(workspace / "sources" / "spend.csv")
    done = folkmoot("add", file, "-w", str(workspace), "--council", "E99999999")
    assert done.returncode == 4
    assert "E99999999" in done.stderr
    assert not (workspace / "ledger.csv").exists()


def test_what_is_said_of_a_known_file_is_entered(workspace):
    file = str(workspace / "sources" / "spend.csv")
    folkmoot("add", file, "-w", str(workspace))
    words = ("add", file, "-w", str(workspace), "--council", "X90000001", "--json")
    assert json.loads(folkmoot(*words).stdout)[0]["outcome"] == "papers changed"
    assert json.loads(folkmoot(*words).stdout)[0]["outcome"] == "there already"
    lines = (workspace / "ledger.csv").read_text("utf-8").splitlines()
    assert "X90000001" in lines[-1]


def test_a_slip_in_a_desks_settings_is_said_before_files_are_read(workspace):
    slip = CONFIG + '[buy]\nbridging_days = "ninety"\n'
    (workspace / "folkmoot.toml").write_text(slip, "utf-8")
    done = folkmoot("build", "-w", str(workspace), "--as-of", "2025-06-01")
    assert done.returncode == 4
    assert "bridging_days" in done.stderr
    assert "read files" not in done.stderr


def test_undated_rows_do_not_make_a_date_before_all_data_good(workspace):
    (workspace / "sources" / "register.csv").write_text(
        "Organisation Name,Contract Title,Supplier,Contract Value\n"
        + "".join(
            f"Eastmere Borough Council,Lifts {n},Vale Ltd,500\n" for n in range(9)
        ),
        "utf-8",
    )
    done = folkmoot("build", "-w", str(workspace), "--as-of", "1999-01-01")
    assert done.returncode == 9


def test_rows_hidden_by_the_date_are_counted(workspace):
    done = folkmoot("build", "-w", str(workspace), "--as-of", "2025-03-05")
    assert done.returncode == 0
    line = next(x for x in done.stdout.splitlines() if "--as-of" in x)
    assert line.split()[-1] == "15"


def test_a_missing_file_is_named_and_nothing_is_added(workspace):
    done = folkmoot("add", str(workspace / "nowhere.csv"), "-w", str(workspace))
    assert done.returncode == 5
    assert "nowhere.csv" in done.stderr
    assert not (workspace / "ledger.csv").exists()


def test_another_file_under_a_taken_name_is_not_overwritten(workspace, tmp_path):
    other = tmp_path / "spend.csv"
    other.write_text("other", "utf-8")
    done = folkmoot("add", str(other), "-w", str(workspace))
    assert done.returncode == 5
    assert "--replace" in done.stderr
    assert (workspace / "sources" / "spend.csv").read_text("utf-8") == PAYMENTS


def test_nothing_is_done_when_nothing_changed(workspace):
    words = ("build", "-w", str(workspace), "--as-of", "2025-06-01", "--json")
    first, second = (json.loads(folkmoot(*words).stdout) for _ in range(2))
    assert first["is_new"] is True
    assert second["is_new"] is False
    assert first["build"] == second["build"]


def test_a_build_killed_after_any_step_leaves_the_last_good_one(workspace):
    words = ["build", "-w", str(workspace), "--as-of"]
    assert folkmoot(*words, "2025-06-01").returncode == 0
    good = json.loads(folkmoot("status", "-w", str(workspace), "--json").stdout)[
        "build"
    ]
    steps_seen = 0
    for steps in range(1, 10):
        process = subprocess.Popen(
            [sys.executable, "-m", "folkmoot", *words, "2025-06-02"],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        lines = [process.stderr.readline() for _ in range(steps)]
        process.kill()
        process.communicate()
        if not lines[-1] or lines[-1].startswith("seal"):
            break
        steps_seen += 1
        told = json.loads(folkmoot("status", "-w", str(workspace), "--json").stdout)
        assert told["build"] == good
    assert steps_seen >= 4
    assert folkmoot(*words, "2025-06-03").returncode == 0
