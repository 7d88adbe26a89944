"""What pages are made of: our own type, no crest, all in the wheel."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "src" / "folkmoot" / "web" / "static" / "vendor"
NOT_OURS = re.compile(r"GDS Transport|crest|crown|@font-face|url\(", re.IGNORECASE)


@pytest.fixture(scope="module")
def style() -> str:
    path = VENDOR / "folkmoot.css"
    if not path.is_file():
        pytest.skip("the style sheet is not built: run `pip install .` once")
    return path.read_text("utf-8")


def test_the_style_sheet_has_no_type_or_crest_of_gov_uk(style: str) -> None:
    assert not NOT_OURS.search(style)
    assert "Arial" in style
    assert ".fm-card" in style


def test_the_alarm_would_ring() -> None:
    assert NOT_OURS.search('@font-face{font-family:"GDS Transport"}')
    assert NOT_OURS.search("background:url(/assets/images/govuk-crest.svg)")


def test_the_pinned_packages_carry_digests_and_no_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages["node_modules/govuk-frontend"]["version"] == "6.3.0"
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


@pytest.mark.slow
def test_a_wheel_installed_elsewhere_serves_a_page_with_its_style(
    tmp_path: Path,
) -> None:
    copy = tmp_path / "tree"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout: the tree cannot be copied clean")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    wheels = tmp_path / "wheels"
    pip = [sys.executable, "-m", "pip"]
    built = subprocess.run(
        [*pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = wheels.glob("folkmoot-*.whl")

    home = tmp_path / "venv"
    venv.create(home, with_pip=True, system_site_packages=False)
    python = home / "bin" / "python"
    # The libraries are those of this run; only Folkmoot itself comes from the wheel.
    here = Path(pytest.__file__).parents[1]
    purelib = next((home / "lib").glob("python*")) / "site-packages"
    subprocess.run(
        [str(python), "-m", "pip", "install", "--no-deps", str(wheel)],
        capture_output=True,
        check=True,
    )
    (purelib / "libraries.pth").write_text(f"{here}\n", encoding="utf-8")
    script = """
import sys
from pathlib import Path
import folkmoot
assert Path(folkmoot.__file__).is_relative_to(sys.argv[1]), folkmoot.__file__
from starlette.testclient import TestClient
from folkmoot.core.workspace import Workspace
from folkmoot.web.app import application
made = Workspace.create(Path(sys.argv[2]), group_name="Invented", members=())
client = TestClient(application(made, desks=()), base_url="http://127.0.0.1")
page = client.get("/").text
address = page.split('rel="stylesheet" href="')[1].split('"')[0]
style = client.get(address)
assert style.status_code == 200, address
assert ".fm-header" in style.text
for script in ("folkmoot.js", "vendor/govuk-frontend.min.js", "vendor/htmx.min.js"):
    assert client.get("/static/" + script).status_code == 200, script
print("served")
"""
    ran = subprocess.run(
        [str(python), "-I", "-c", script, str(home), str(tmp_path / "group")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "served" in ran.stdout, ran.stderr
