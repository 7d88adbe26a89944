"""The law of a proposal in sentences and as data, with what is assumed and what is not modelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from folkmoot.buy.law.assessment import VAT_RATE, Estimate, Law, MemberLaw, law_of
from folkmoot.buy.law.dates import ACT, NoticeDay, notice_days
from folkmoot.buy.law.regimes import Threshold
from folkmoot.buy.proposal.case import Case, day_in_words, listed, pounds

KINDS_IN_WORDS = {
    "goods_services": "goods and services",
    "works": "works",
    "light_touch": "light-touch services",
}
VERDICTS = {
    "above": "above",
    "below": "below",
    "probably_above": "probably above",
    "probably_below": "probably below",
    "either_side": "below or above",
}
NOT_MODELLED = (
    "Not modelled: concessions, utilities, health services under the Provider Selection Regime, "
    "exempt contracts, and arrangements between public bodies. This is no legal advice."
)


def law_document(
    case: Case, places: Mapping[str, Sequence[Mapping[str, Any]]], *, most_places: int
) -> dict[str, Any]:
    """The section `law` of a proposal in `folkmoot.opportunities/1`."""
    law = law_of(case)
    days = notice_days(
        law,
        go_live=case.best,
        as_of=case.as_of,
        nations=[council.nation for council in case.councils],
    )
    return {
        "begins_date": law.begins.isoformat(),
        "kind": law.kind,
        "kind_reason": law.kind_reason,
        "term_years": {
            "least": float(law.term.least),
            "most": float(law.term.most),
            "reason": law.term.reason,
        },
        "vat_rate": float(VAT_RATE),
        "members": [_member(member) for member in law.members],
        "together": {
            **_estimate(law.joint),
            **_threshold(law.threshold),
            "crosses_threshold": law.crosses,
        },
        "sentences": _sentences(law, case),
        "notices": [_notice(day) for day in days],
        "warnings": [
            {
                "sentence": warned.sentence,
                "evidence": [
                    dict(p) for p in places.get(warned.contract_id, ())[:most_places]
                ],
            }
            for warned in law.warnings
        ],
        "not_modelled": _not_modelled(law),
    }


def _member(member: MemberLaw) -> dict[str, Any]:
    return {
        "council_gss": member.council_id,
        "council_name": member.name,
        "nation": member.nation,
        "regime": member.regime.name if member.regime else None,
        "regime_source": member.regime.source if member.regime else None,
        **_estimate(member.estimate),
        **_threshold(member.threshold),
        "sentence": _member_sentence(member),
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {
        "value_gbp": {"low": _amount(estimate.low), "high": _amount(estimate.high)},
        "includes_vat": estimate.includes_vat,
        "verdict": estimate.verdict,
    }


def _threshold(threshold: Threshold | None) -> dict[str, Any]:
    if threshold is None:
        return {"threshold_gbp": None, "threshold_source": None}
    return {
        "threshold_gbp": _amount(threshold.amount),
        "threshold_source": threshold.source,
    }


def _notice(day: NoticeDay) -> dict[str, Any]:
    return {
        "id": day.notice.notice_id,
        "name": day.notice.name,
        "duty": day.duty,
        "from": day.first.isoformat() if day.first else None,
        "to": day.last.isoformat() if day.last else None,
        "is_passed": day.is_passed,
        "sentence": day.notice.sentence,
        "source": day.notice.source,
    }


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _span(estimate: Estimate) -> str:
    vat = "with VAT" if estimate.includes_vat else "without VAT"
    if estimate.low is None:
        return "value not known"
    low = pounds(estimate.low)
    if estimate.high is None:
        return f"at least {low} {vat}"
    high = pounds(estimate.high)
    return f"about {low} {vat}" if low == high else f"{low} to {high} {vat}"


def _member_sentence(member: MemberLaw) -> str:
    if member.regime is None:
        return f"Which law governs {member.name} ({member.nation}) on that day is not modelled."
    if member.threshold is None:
        return f"{member.regime.name}: no threshold is modelled for that day."
    verdict = member.estimate.verdict
    limit = pounds_exact(member.threshold.amount)
    if verdict == "unknown":
        said = f"Whether {member.name} alone lies above {limit} cannot be said"
        said += ": no value is known." if member.estimate.low is None else "."
    else:
        how = (
            f"which may lie below or above {limit}"
            if verdict == "either_side"
            else f"{VERDICTS[verdict]} the threshold of {limit}"
        )
        said = f"{member.name} alone: {_span(member.estimate)} over the term, {how}."
    if member.national is not None:
        lower = pounds_exact(member.national.amount)
        how = VERDICTS.get(member.national_verdict, "")
        told = f"{how} {lower}" if how else f"unknown beside {lower}"
        said += f" Without VAT it is {told}, from which Scotland regulates a purchase."
    return said


def _sentences(law: Law, case: Case) -> list[str]:
    """What to read first, then what it stands on."""
    return [
        _headline(law),
        _term_sentence(law),
        *_law_sentences(law),
        *_assumed(law),
        *([_none_needed(law)] if law.joint.verdict == "below" else []),
    ]


def _headline(law: Law) -> str:
    if law.regime is None:
        nations = list(dict.fromkeys(m.nation for m in law.members))
        if any(m.regime is None for m in law.members):
            return (
                "Whether buying together crosses a threshold cannot be said: the law of "
                f"{listed([m.nation for m in law.members if m.regime is None])} on "
                f"{day_in_words(law.begins)} is not modelled."
            )
        return (
            f"The councils buy under different laws ({listed(nations)}): which one governs "
            "depends on who leads, and buying across the border is not modelled. Each is shown "
            "beside its own threshold."
        )
    if law.threshold is None:
        return f"{law.regime.name}: no threshold is modelled for {day_in_words(law.begins)}."
    limit = pounds_exact(law.threshold.amount)
    span = _span(law.joint)
    follows = _what_follows(law)
    if law.crosses:
        sure = "are" if law.joint.verdict == "above" else "are probably"
        return (
            f"Each alone is below the threshold of {limit}; together ({span} over the term) they "
            f"{sure} above it: {follows}"
        )
    return {
        "above": f"Together {span} over the term, above the threshold of {limit}: {follows}",
        "probably_above": f"Together {span} over the term, probably above the threshold of "
        f"{limit}: {follows}",
        "below": f"Even together ({span} over the term) the contracts lie below the threshold "
        f"of {limit}.",
        "probably_below": f"Together ({span} over the term) the contracts probably lie below the "
        f"threshold of {limit}; a longer term may cross it.",
        "either_side": f"Together {span} over the term: whether that is above the threshold of "
        f"{limit} depends on the term and on values that are not known well.",
    }.get(
        law.joint.verdict,
        f"Whether the purchase lies above the threshold of {limit} cannot be said: "
        + ("no value is known." if law.joint.low is None else f"only {span} is known."),
    )


def _what_follows(law: Law) -> str:
    if law.regime is not None and law.regime.regime_id == ACT:
        return "a tender notice and the full timetable follow."
    return "the full rules apply, whose timetable is not modelled."


def _term_sentence(law: Law) -> str:
    least, most = f"{float(law.term.least):g}", f"{float(law.term.most):g}"
    years = f"{least} years" if least == most else f"{least} to {most} years"
    return (
        f"Counted over {years} ({law.term.reason}) as {KINDS_IN_WORDS[law.kind]}: "
        f"{law.kind_reason}."
    )


def _law_sentences(law: Law) -> list[str]:
    told = []
    for name in dict.fromkeys(m.regime.name for m in law.members if m.regime):
        who = [m for m in law.members if m.regime and m.regime.name == name]
        nations = listed([m.nation for m in who])
        told.append(
            f"{nations}: {name}, for a purchase that begins on {day_in_words(law.begins)}."
        )
    return told


def _assumed(law: Law) -> list[str]:
    told = []
    if law.joint.includes_vat:
        told.append(
            f"VAT of {VAT_RATE:.0%} is added to every value, as the threshold includes it: our "
            "own assumption, too high where the supply is exempt or zero-rated."
        )
    assumed: Threshold | None = next(
        (m.threshold for m in law.members if m.threshold and m.threshold.is_assumed),
        None,
    )
    if assumed is not None and assumed.last is not None:
        told.append(
            f"Thresholds after {day_in_words(assumed.last)} are not set yet; the last known "
            "are used."
        )
    return told


def _none_needed(law: Law) -> str:
    return "The rules for purchases below the threshold apply; their notices are not modelled."


def _not_modelled(law: Law) -> list[str]:
    notes = [m.note for m in law.members if m.note]
    notes += [m.regime.note for m in law.members if m.regime and m.regime.note]
    return [*dict.fromkeys(notes), NOT_MODELLED]


def pounds_exact(amount: Decimal) -> str:
    """A threshold to the pound, as the law writes it."""
    return f"£{amount:,.0f}"
