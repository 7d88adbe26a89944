"""`folkmoot.toml`: the group, its members, councils it adds, and each desk's settings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from folkmoot.core.exceptions import ConfigError

CONFIG_NAME = "folkmoot.toml"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table of `folkmoot.toml`, as it is checked and as the reference prints it."""

    name: str
    kind: type
    meaning: str
    is_needed: bool = False


GROUP_KEYS: tuple[Key, ...] = (
    Key("name", str, "What the group calls itself, as pages show it.", is_needed=True),
    Key(
        "members",
        list,
        "GSS codes of the councils that decide together.",
        is_needed=True,
    ),
    Key(
        "invented",
        bool,
        "True where the councils are made up; every page then says so.",
    ),
)
"""The table `[group]`."""

COUNCIL_KEYS: tuple[Key, ...] = (
    Key("gss", str, "Its GSS code, or a code of your own.", is_needed=True),
    Key("name", str, "Its official short name.", is_needed=True),
    Key(
        "type",
        str,
        "county, district, unitary, metropolitan, london_borough, combined_authority, "
        "scottish, welsh or northern_irish.",
        is_needed=True,
    ),
    Key("region", str, "Region of England, or the nation.", is_needed=True),
    Key("nation", str, "England, Scotland, Wales or Northern Ireland.", is_needed=True),
    Key("aliases", list, "Other names by which files call it."),
    Key("start", str, "Its first day, as 2023-04-01, for a new council."),
    Key("end", str, "Its last day, for one that was abolished."),
    Key("successor", str, "GSS code of the council that took over."),
    Key("residents", int, "How many people live there, for values a head."),
    Key("residents_source", str, "Where that number is from and of which year."),
)
"""Each table `[[councils]]`: a council that the shipped register does not have."""


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
    _check(group, GROUP_KEYS, where=f"{path}, [group]")
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
        _check(council, COUNCIL_KEYS, where=where)
    return Config(
        group_name=group["name"],
        members=tuple(members),
        is_invented=group.get("invented", False),
        councils=tuple(councils),
        desks={name: document[name] for name in desks if name in document},
    )


def _check(table: Mapping[str, Any], keys: Sequence[Key], *, where: str) -> None:
    known = {key.name: key for key in keys}
    for name, value in table.items():
        if name not in known:
            raise ConfigError(
                f"{where} has a key `{name}` that nothing reads.",
                f"Its keys are {', '.join(known)}.",
            )
        kind = known[name].kind
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ConfigError(
                f"{where}, `{name}` is {value!r}.",
                f"It takes {KINDS_IN_WORDS[kind]}.",
            )
    for key in keys:
        if key.is_needed and key.name not in table:
            raise ConfigError(
                f"{where} lacks `{key.name}`.", f"Add {key.name} = … to it."
            )


KINDS_IN_WORDS = {
    str: "text in quotes",
    list: "a list in brackets",
    bool: "true or false",
    int: "a whole number",
}


def config_text(group_name: str, members: tuple[str, ...]) -> str:
    """A new `folkmoot.toml`, with a sentence above each part."""
    codes = "".join(f'  "{code}",\n' for code in members)
    name = group_name.replace("\\", "\\\\").replace('"', '\\"')
    return (
        "# The group that decides together. Members are GSS codes, the nine characters by\n"
        "# which the Office for National Statistics names each council, such as E08000035\n"
        "# for Leeds; `folkmoot councils NAME` finds them. Every other council that\n"
        "# appears in the files is a neighbour.\n"
        "[group]\n"
        f'name = "{name}"\n'
        f"members = [\n{codes}]\n"
    )
