"""The commands of the page on lists of suppliers are run, in their order."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs/how-to/resolve-a-list-of-suppliers.md"


def test_the_page_runs(tmp_path):
    (tmp_path / "suppliers.csv").write_text(
        "Supplier,Company number\nZelby Lift Care Ltd,01234569\n"
        "ZELBY LIFTCARE LIMITED,01234569\nZelby Security,\nZelby Fire Security Ltd,\n",
        "utf-8",
    )
    (tmp_path / "more.csv").write_text("Name\nZelby Lift Care\nKestle CIC\n", "utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    lines = [line.strip() for line in "".join(blocks).splitlines() if line.strip()]
    assert len(lines) == 2
    for line in lines:
        done = subprocess.run(
            [sys.executable, "-m", "folkmoot", *shlex.split(line)[1:]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "COLUMNS": "200"},
        )
        assert done.returncode == 0, (line, done.stderr)
    doubtful = (tmp_path / "doubtful.csv").read_text("utf-8-sig")
    assert doubtful.startswith("score,one_name,other_name")
    assert "Zelby Security" in doubtful
    assert "Zelby Lift Care Ltd" in (tmp_path / "more-resolved.csv").read_text("utf-8")
