"""The settings of the desk: the `[buy]` table of `folkmoot.toml`, each with its source.

Every one has a default, so that an empty table works; a name that is not here, or a
value that makes no sense, stops the build with the key's name, because a setting that
is silently ignored is worse than none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from folkmoot.core.exceptions import ConfigError


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its key, default, bounds and meaning, as the reference page prints it."""

    key: str
    default: float
    least: float
    most: float
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "early_exit_days",
        90,
        0,
        730,
        "How many days before its end a contract could be left, by a break clause or by "
        "agreement. Three months is the usual notice of a break clause; it is our own "
        "working assumption, not a published figure.",
    ),
    Setting(
        "bridging_days",
        183,
        0,
        730,
        "How many days after its last end a contract could be bridged by a short "
        "extension. Half a year: longer bridges are direct awards that need a reason.",
    ),
    Setting(
        "min_group_size",
        2,
        2,
        12,
        "The fewest member councils of a proposal.",
    ),
    Setting(
        "max_group_size",
        12,
        2,
        24,
        "The most member councils of a proposal. Larger groups rarely agree one "
        "specification (coordination cost grows faster than size: Schotanus 2007).",
    ),
    Setting(
        "horizon_months",
        60,
        6,
        180,
        "How far ahead to look. Plans beyond five years are seldom kept.",
    ),
    Setting(
        "similarity_least",
        0.4,
        0.05,
        1.0,
        "How alike two needs must be, 0 to 1, to stand in one proposal.",
    ),
    Setting(
        "open_procedure_months",
        9,
        1,
        36,
        "Lead time of an open procedure, from the decision to start to the first day of "
        "the contract: 6 to 9 months in practice; the safe end of it.",
    ),
    Setting(
        "prepared_procedure_months",
        6,
        1,
        36,
        "Lead time of an open procedure whose specification is ready and announced.",
    ),
    Setting(
        "call_off_months",
        3,
        1,
        36,
        "Lead time of a call-off from a framework that exists.",
    ),
    Setting(
        "governance_working_days",
        20,
        0,
        250,
        "Working days that joint decisions add to each route: one cycle of committees.",
    ),
    Setting(
        "most_proposals",
        500,
        1,
        5000,
        "How many headline proposals a build keeps; those beyond are counted.",
    ),
    Setting(
        "alternatives_each",
        2,
        0,
        10,
        "How many alternatives are kept for each headline.",
    ),
    Setting(
        "value_power",
        1,
        0,
        3,
        "How much the yearly value counts in the rank, as a power: 0 lets every contract "
        "count alike, 2 prefers large ones more. Like all that follow it is our own weight; "
        "what each buys is measured in benchmarks/RESULTS.md.",
    ),
    Setting(
        "free_power",
        1,
        0,
        3,
        "How much it counts that a contract is likely to be free on the day, as a power. "
        "0 lets every day within the window count alike.",
    ),
    Setting(
        "likeness_power",
        2,
        0,
        6,
        "How much the likeness of needs counts, as a power: two that are half alike are "
        "much less than half worth joining.",
    ),
    Setting(
        "need_power",
        2,
        0,
        6,
        "How much it counts that a need is surely known, as a power: a need guessed from "
        "its supplier must not outweigh a published one.",
    ),
    Setting(
        "job_power",
        1,
        0,
        3,
        "How much single jobs, goods bought once, building projects and broad categories "
        "are held back, as a power. 0 lets them count like lasting services.",
    ),
    Setting(
        "largest_share",
        1,
        0,
        1,
        "Share of the largest council's part that is no gain, as it buys anyway. 0 lets one "
        "giant with a small companion rank like equals.",
    ),
    Setting(
        "coordination_cost",
        0.12,
        0,
        5,
        "Cost of agreeing: this times (councils - 1) to the power 1.5 (the form: Schotanus "
        "2007; the size: our own).",
    ),
    Setting(
        "shift_cost",
        0.3,
        0,
        5,
        "Cost of bridging or leaving early by half a year, a contract.",
    ),
    Setting(
        "concentration_cost",
        0.15,
        0,
        1,
        "Share of the gain that is lost where one supplier holds everything already.",
    ),
    Setting(
        "area_bonus",
        1,
        0,
        4,
        "Times the bonus for councils of one combined authority or region: 0.12 of the gain, "
        "0.25 for services bound to a place.",
    ),
    Setting(
        "together_bonus",
        0.15,
        0,
        1,
        "Share of the gain that is added where two of them bought together before.",
    ),
)
"""All settings of `[buy]`; a test holds them and the class below together."""


@dataclass(frozen=True, slots=True)
class BuySettings:
    """The settings of one build, checked."""

    early_exit_days: int = 90
    bridging_days: int = 183
    min_group_size: int = 2
    max_group_size: int = 12
    horizon_months: int = 60
    similarity_least: float = 0.4
    open_procedure_months: int = 9
    prepared_procedure_months: int = 6
    call_off_months: int = 3
    governance_working_days: int = 20
    most_proposals: int = 500
    alternatives_each: int = 2
    value_power: float = 1
    free_power: float = 1
    likeness_power: float = 2
    need_power: float = 2
    job_power: float = 1
    largest_share: float = 1
    coordination_cost: float = 0.12
    shift_cost: float = 0.3
    concentration_cost: float = 0.15
    area_bonus: float = 1
    together_bonus: float = 0.15


def checked_settings(given: Mapping[str, Any]) -> BuySettings:
    """The settings of a `[buy]` table; raises ConfigError naming the key that is wrong."""
    known = {setting.key: setting for setting in SETTINGS}
    whole = {f.name for f in fields(BuySettings) if f.type == "int"}
    values: dict[str, Any] = {}
    for key, value in given.items():
        setting = known.get(key)
        if setting is None:
            raise ConfigError(
                f"folkmoot.toml: [buy] has no setting called '{key}'.",
                f"Remove it, or use one of: {', '.join(sorted(known))}.",
            )
        kinds = (int,) if key in whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            raise ConfigError(
                f"folkmoot.toml: [buy] {key} is {value!r}, which is not a"
                f"{' whole' if key in whole else ''} number.",
                f"Write it as a number from {setting.least:g} to {setting.most:g}.",
            )
        if not setting.least <= value <= setting.most:
            raise ConfigError(
                f"folkmoot.toml: [buy] {key} is {value}, out of range.",
                f"Write a number from {setting.least:g} to {setting.most:g}.",
            )
        values[key] = value
    settings = BuySettings(**values)
    if settings.min_group_size > settings.max_group_size:
        raise ConfigError(
            "folkmoot.toml: [buy] min_group_size is above max_group_size.",
            "Make min_group_size the smaller of the two.",
        )
    return settings


AS_SHIPPED = BuySettings()
"""The settings of an empty `[buy]` table."""
