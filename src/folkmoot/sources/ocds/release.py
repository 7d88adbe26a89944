"""What is read of an OCDS release: some forty fields, and nothing about people to contact.

A release is decoded straight into these types; whatever they do not name is skipped
unread, contact points among it. `release_from_loose_json` fits a release that bends the
standard (an object where a list belongs, a versioned value, a number for a name) into
the same types, and tells what it could not fit.
"""

from __future__ import annotations

from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

Scalar = str | int | float | bool | None
"""Ids and amounts come as text or as numbers; what they mean is settled by cleaning."""


class _Read(msgspec.Struct, rename="camel", gc=False):
    """Base of all parts: `snake_case` here, `camelCase` in the file."""


class Identifier(_Read):
    """A number in a register, such as a company number."""

    scheme: str | None = None
    id: Scalar = None
    legal_name: str | None = None


class Address(_Read):
    """Only the postcode: it tells two firms of one name apart."""

    postal_code: Scalar = None


class Organisation(_Read):
    """A buyer or supplier, in place (1.0) or as a reference to a party (1.1)."""

    id: Scalar = None
    name: str | None = None
    identifier: Identifier | None = None
    address: Address | None = None
    roles: list[str | None] | None = None


class Value(_Read):
    """An amount of money; `max_amount` is a framework's upper limit."""

    amount: Scalar = None
    currency: str | None = None
    max_amount: Scalar = None


class Period(_Read):
    """A span of days; `max_extent_date` is its end with every extension taken."""

    start_date: str | None = None
    end_date: str | None = None
    max_extent_date: str | None = None
    duration_in_days: Scalar = None


class Classification(_Read):
    """A code for what is bought; only the CPV scheme is used as a code."""

    scheme: str | None = None
    id: Scalar = None
    description: str | None = None


class Item(_Read):
    """One thing bought; some publishers hang the suppliers on it."""

    classification: Classification | None = None
    additional_classifications: list[Classification | None] | None = None
    suppliers: list[Organisation | None] | None = None


class Wording(_Read):
    """Free text about options or renewal, where extensions hide."""

    description: str | None = None


class Lot(_Read):
    """One lot: its own period and its own options."""

    id: Scalar = None
    contract_period: Period | None = None
    options: Wording | None = None
    renewal: Wording | None = None


class Milestone(_Read):
    """Older notices give the expected start and end of the contract as milestones."""

    title: str | None = None
    due_date: str | None = None


class FrameworkAgreement(_Read):
    """The framework's own limit."""

    value: Value | None = None


class Techniques(_Read):
    """Whether a framework or a dynamic purchasing system is being set up."""

    has_framework_agreement: bool | None = None
    has_dynamic_purchasing_system: bool | None = None
    framework_agreement: FrameworkAgreement | None = None


class Tender(_Read):
    """The process as announced."""

    id: Scalar = None
    title: str | None = None
    description: str | None = None
    status: str | None = None
    value: Value | None = None
    min_value: Value | None = None
    procurement_method: str | None = None
    procurement_method_details: str | None = None
    contract_period: Period | None = None
    classification: Classification | None = None
    items: list[Item | None] | None = None
    lots: list[Lot | None] | None = None
    milestones: list[Milestone | None] | None = None
    options: Wording | None = None
    renewal: Wording | None = None
    techniques: Techniques | None = None
    procuring_entity: Organisation | None = None


class Award(_Read):
    """One award; `award_date` and `total_award_value` are an older dialect."""

    id: Scalar = None
    title: str | None = None
    description: str | None = None
    status: str | None = None
    date: str | None = None
    award_date: str | None = None
    value: Value | None = None
    total_award_value: Value | None = None
    suppliers: list[Organisation | None] | None = None
    items: list[Item | None] | None = None
    contract_period: Period | None = None
    related_lots: list[Scalar] | None = None


class Contract(_Read):
    """A signed contract, joined to its award by `award_id`."""

    id: Scalar = None
    award_id: Scalar = msgspec.field(name="awardID", default=None)
    title: str | None = None
    description: str | None = None
    status: str | None = None
    date_signed: str | None = None
    value: Value | None = None
    period: Period | None = None
    items: list[Item | None] | None = None
    suppliers: list[Organisation | None] | None = None


class Release(_Read):
    """One release: what was known of one contracting process on one day."""

    ocid: Scalar = None
    id: Scalar = None
    date: str | None = None
    published_date: str | None = None
    tag: list[str | None] | str | None = None
    title: str | None = None
    description: str | None = None
    buyer: Organisation | None = None
    parties: list[Organisation | None] | None = None
    tender: Tender | None = None
    awards: list[Award | None] | None = None
    contracts: list[Contract | None] | None = None


RELEASE_KEYS = frozenset({"ocid", "tender", "awards", "contracts", "planning"})
"""An object without any of these says nothing of a contracting process."""

Misfit = tuple[str, str]
"""Where a value lies below its release, such as `tender/value`, and the value itself."""

_VALUE_LENGTH = 200
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


def release_from_loose_json(found: Any) -> tuple[Release, list[Misfit]]:
    """A release that bends the standard, and the values that could not be kept.

    A single object stands for a list of one, a list for its only member, a number for
    the text it would be; a versioned value stands for its latest version.
    """
    misfits: list[Misfit] = []
    release = _fitted(Release, _latest_versions(found), "", misfits)
    return release if release is not None else Release(), misfits


def _latest_versions(found: Any) -> Any:
    """The same JSON with every list of dated versions replaced by its last value."""
    if isinstance(found, dict):
        return {key: _latest_versions(value) for key, value in found.items()}
    if isinstance(found, list):
        if found and all(isinstance(v, dict) and "releaseDate" in v for v in found):
            latest = max(found, key=lambda version: str(version["releaseDate"]))
            return _latest_versions(latest.get("value"))
        return [_latest_versions(value) for value in found]
    return found


def _fitted(wanted: Any, found: Any, where: str, misfits: list[Misfit]) -> Any:
    if found is None:
        return None
    choices = [c for c in _choices(wanted) if c is not type(None)]
    lists = [c for c in choices if get_origin(c) is list]
    if lists:
        if isinstance(found, str) and str in choices:
            return found
        members = found if isinstance(found, list) else [found]
        kind = get_args(lists[0])[0]
        fitted = [_fitted(kind, member, where, misfits) for member in members]
        return [member for member in fitted if member is not None]
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    kind = choices[0]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _fitted_struct(kind, found, where, misfits)
    return _fitted_scalar(choices, found, where, misfits)


def _fitted_struct(
    kind: type[msgspec.Struct], found: Any, where: str, misfits: list[Misfit]
) -> Any:
    if not isinstance(found, dict):
        if found != "":
            misfits.append((where, str(found)[:_VALUE_LENGTH]))
        return None
    hints = _hints(kind)
    names = zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    return kind(
        **{
            name: _fitted(hints[name], found.get(key), f"{where}/{key}", misfits)
            for name, key in names
        }
    )


def _fitted_scalar(
    choices: list[Any], found: Any, where: str, misfits: list[Misfit]
) -> Any:
    if isinstance(found, tuple(choices)):
        return found
    if isinstance(found, (int, float)) and str in choices:
        return str(found)
    if bool in choices and str(found).lower() in _TRUTHS:
        return _TRUTHS[str(found).lower()]
    if found not in ("", [], {}):
        misfits.append((where, str(found)[:_VALUE_LENGTH]))
    return None


def _choices(wanted: Any) -> tuple[Any, ...]:
    return get_args(wanted) if _is_union(wanted) else (wanted,)


def _is_union(wanted: Any) -> bool:
    origin = get_origin(wanted)
    return origin is Union or type(wanted).__name__ == "UnionType"


_hints_by_kind: dict[type[msgspec.Struct], dict[str, Any]] = {}


def _hints(kind: type[msgspec.Struct]) -> dict[str, Any]:
    if kind not in _hints_by_kind:
        _hints_by_kind[kind] = get_type_hints(kind)
    return _hints_by_kind[kind]
