"""Which code made a build."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import as_file, files

_READ_BY_A_BUILD = {".py", ".toml", ".csv", ".sql", ".txt"}


@cache
def code_version() -> str:
    """The release and a fingerprint of every file of the package that a build may use.

    Rows are carried over from a build only by the very code that made it. Pages are left
    out: they change nothing of what a build holds.
    """
    digest = hashlib.sha256()
    with as_file(files("folkmoot")) as package:
        for path in sorted(package.rglob("*")):
            is_page = path.relative_to(package).parts[0] == "web"
            if path.suffix in _READ_BY_A_BUILD and not is_page:
                digest.update(path.read_bytes())
    return f"{version('folkmoot')}+{digest.hexdigest()[:12]}"
