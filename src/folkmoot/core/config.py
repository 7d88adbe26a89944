"""`folkmoot.toml`: the group, its members, councils it adds, and each desk's settings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from folkmoot.core.exceptions import ConfigError

CONFIG_NAME = "folkmoot.toml"

_GROUP_KEYS = {"name": str, "members": list, "invented": bool}
_COUNCIL_KEYS = {
    "gss": str,
    "name": str,
    "type": str,
    "region": str,
    "nation": str,
    "aliases": list,
    "start": str,
    "end": str,
    "successor": str,
}
_COUNCIL_NEEDS = ("gss", "name", "type", "region", "nation")


@dataclass(frozen=True, slots=True)
class Config:
    """What a workspace says of itself.

    `members` are GSS codes; `councils` are councils that this workspace knows beyond the
    shipped register (new authorities, or invented ones); `desks` holds `[buy]` and its
    like, which each desk checks for itself.
    """

    group_name: str
    members: tuple[str, ...]
    is_invented: bool = False
    councils: tuple[Mapping[str, Any], ...] = ()
    desks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def read_config(path: Path, *, desks: tuple[str, ...] = ()) -> Config:
    """The settings in `path`, checked key by key.

    Raises `ConfigError` naming the key at fault; `desks` are the tables that desks own.
    """
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{path} is not valid TOML: {error}.", "Mend that line and run again."
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from error
    known = {"group", "councils", *desks}
    for name in document:
        if name not in known:
            raise ConfigError(
                f"{path} has a table [{name}] that nothing reads.",
                f"Remove it; the tables are {', '.join(sorted(known))}.",
            )
    group = document.get("group")
    if not isinstance(group, dict):
        raise ConfigError(f"{path} has no [group].", "Add it with name and members.")
    _check(group, _GROUP_KEYS, where=f"{path}, [group]", needed=("name", "members"))
    members = group["members"]
    if not all(isinstance(code, str) for code in members):
        raise ConfigError(
            f"{path}, [group] members holds something that is no text.",
            'List GSS codes in quotes, such as "E08000032".',
        )
    if len(set(members)) != len(members):
        again = sorted({code for code in members if members.count(code) > 1})
        raise ConfigError(
            f"{path}, [group] members names {', '.join(again)} more than once.",
            "Name each council once.",
        )
    councils = document.get("councils", [])
    for number, council in enumerate(councils, start=1):
        where = f"{path}, [[councils]] number {number}"
        _check(council, _COUNCIL_KEYS, where=where, needed=_COUNCIL_NEEDS)
    return Config(
        group_name=group["name"],
        members=tuple(members),
        is_invented=group.get("invented", False),
        councils=tuple(councils),
        desks={name: document[name] for name in desks if name in document},
    )


def _check(
    table: Mapping[str, Any],
    keys: Mapping[str, type],
    *,
    where: str,
    needed: tuple[str, ...],
) -> None:
    for key, value in table.items():
        if key not in keys:
            raise ConfigError(
                f"{where} has a key `{key}` that nothing reads.",
                f"Its keys are {', '.join(keys)}.",
            )
        if not isinstance(value, keys[key]):
            raise ConfigError(
                f"{where}, `{key}` is {value!r}.",
                f"It takes {_IN_WORDS[keys[key]]}.",
            )
    for key in needed:
        if key not in table:
            raise ConfigError(f"{where} lacks `{key}`.", f"Add {key} = … to it.")


_IN_WORDS = {str: "text in quotes", list: "a list in brackets", bool: "true or false"}


def config_text(group_name: str, members: tuple[str, ...]) -> str:
    """A new `folkmoot.toml`, with a sentence above each part."""
    codes = "".join(f'  "{code}",\n' for code in members)
    name = group_name.replace("\\", "\\\\").replace('"', '\\"')
    return (
        "# The group that decides together. Members are GSS codes; every other council\n"
        "# that appears in the files is a neighbour.\n"
        "[group]\n"
        f'name = "{name}"\n'
        f"members = [\n{codes}]\n"
    )
