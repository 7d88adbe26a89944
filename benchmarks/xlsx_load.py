"""One sheet of a hundred thousand rows: python-calamine by itself, and our reading of it.

    python benchmarks/xlsx_load.py [ROWS]

Three steps, each a new process whose start-up counts: calamine's own rows as Python lists;
our process that writes the sheet as text; and the whole of `read_source`, which also puts
the text into the raw table, tells the columns and fills the aligned table.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

import xlsxwriter
from measuring import cost, machine
from spend_load import write_spend

from folkmoot.sources.readers import workbook, workbook_cells
from folkmoot.sources.received import archives

ROWS = 100_000
RUNS = 3
CALAMINE = """
import sys, python_calamine
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
book.get_sheet_by_index(0).to_python(skip_empty_area=False)
"""
START = """
from folkmoot.core.store import Writer
from folkmoot.sources.received.files import SourceFile
from folkmoot.sources.layouts.maps import read_layouts
from folkmoot.sources.reading import read_source
from folkmoot.sources.tables import ALIGNED, SEALED
from pathlib import Path
import sys
import pandas  # pyarrow loads it at its first array, whatever the file; so every build does
path, out = Path(sys.argv[1]), Path(sys.argv[2])
writer = Writer(out)
writer.create([*SEALED, *ALIGNED])
layouts = read_layouts(None)
"""
READ = f"""{START}
writer.use_threads(rows=0)
read_source(writer, SourceFile("s", path.name, path, "", 1, "xlsx"), layouts)
"""


def main() -> None:
    """Write the workbook, run each step a few times, and print the least of each."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "spend.xlsx"
        write_workbook(folder / "spend.csv", path, rows)
        print(
            f"{machine()}; {rows:,} rows of 12 cells, {path.stat().st_size / 1e6:.1f} MB"
        )
        calamine = _least(lambda run: ["-c", CALAMINE, str(path)])
        limits = (workbook.MEMORY_BYTES, workbook.CPU_SECONDS,
                  archives.MAX_WORKBOOK_BYTES, archives.MAX_CELLS)  # fmt: skip
        program = [workbook_cells.__file__, str(path), name, *map(str, limits)]
        text = _least(lambda run: program)
        start = _least(lambda run: ["-c", START, str(path), f"{path}.s{run}"])
        read = _least(lambda run: ["-c", READ, str(path), f"{path}.r{run}"]) - start
        print("| step | CPU s | times calamine |\n|---|---|---|")
        for step, seconds in (
            ("python-calamine to lists", calamine),
            ("our process: sheet to text", text),
            ("all of reading, start-up left out", read),
        ):
            print(f"| {step} | {seconds:.2f} | {seconds / calamine:.2f} |")


def _least(command) -> float:
    costs = [cost([sys.executable, *command(run)]) for run in range(RUNS)]
    if any(c.exit_code for c in costs):
        sys.exit("A step failed.")
    return min(c.cpu_seconds for c in costs)


def write_workbook(text: Path, path: Path, rows: int) -> None:
    """The payments of the text benchmark as a sheet: dates are dates, amounts numbers."""
    write_spend(text, rows, seed=1)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    with text.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.reader(stream)):
            for place, cell in enumerate(row):
                amount = cell.replace(",", "")
                if number and place == 6 and amount.replace(".", "").isdigit():
                    sheet.write_number(number, place, float(amount))
                else:
                    sheet.write_string(number, place, cell)
    book.close()


if __name__ == "__main__":
    main()
