"""The secret of a workspace: what makes the ids of individuals impossible to guess.

An id made from a name alone would let anybody confirm a guess: make the id of a name,
and look for it in a published list. The secret stays in the workspace, is read by its
owner only, and is no part of a build, a page or an export. With it ids stay the same
from build to build; without it the next build makes a new one, and they change.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from folkmoot.core.exceptions import WorkspaceError

SECRET_NAME = "secret"  # noqa: S105 (the name of a file)
_BYTES = 32
"""As many as the digest that it keys has."""
_FORM = re.compile(rf"[0-9a-f]{{{2 * _BYTES}}}")


def workspace_secret(root: Path) -> bytes:
    """The secret of the workspace in `root`, made where there is none.

    Raises `WorkspaceError` where the file holds something else or cannot be written.
    """
    path = root / SECRET_NAME
    try:
        if not path.exists():
            _make(path)
        text = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise WorkspaceError(
            f"{path.resolve()} cannot be used: {reason}.",
            "Ask for the right to read and write it, or restore it from a backup.",
        ) from error
    if not _FORM.fullmatch(text):
        raise WorkspaceError(
            f"{path.resolve()} holds no secret of Folkmoot's.",
            "Restore it from a backup, or delete it: individuals then get new ids.",
        )
    return bytes.fromhex(text)


def _make(path: Path) -> None:
    """Write a new secret, whole or not at all, for its owner's eyes only."""
    part = path.with_name(f"{SECRET_NAME}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_hex(_BYTES) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
