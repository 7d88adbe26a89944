"""One survey as its page shows it and `folkmoot.survey/1` prints it.

Everything is in English, where wording was given in it; the reports hold every language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from folkmoot.ask.book.declared import pickable
from folkmoot.ask.book.figure_text import cut, digits_of, gap_end_digits
from folkmoot.ask.book.gaps import GapTable
from folkmoot.ask.book.table_page import Cell, TablePage
from folkmoot.ask.publish.places import PlacesTable
from folkmoot.ask.publish.publication import Publication
from folkmoot.ask.publish.segment_section import SegmentSection, segment_sections
from folkmoot.ask.survey.declared import class_division
from folkmoot.ask.survey.wording import LANGUAGES, said

_DIGITS = 0
"""As pages print these figures: a figure that was cut twice can come out one too high."""


def survey_document(survey_id: str, one: Publication) -> dict[str, Any]:
    """What is told of a published survey, apart from its tables' figures."""
    about, work = one.survey.declared.survey, one.survey.declared.fieldwork
    return {
        "survey_id": survey_id,
        "title": said(about.title),
        "state": "published",
        "problem": "",
        "client": about.client,
        "universe": work.universe,
        "start_date": work.start_date,
        "end_date": work.end_date,
        "is_invented": about.invented,
        "retention_date": _retention_date(one),
        "answers_deleted_on": None,
        "inputs": one.digest,
        "rows_in_file": one.rows_in_file,
        "answers_counted": one.rows_kept,
        "issues": dict(sorted(Counter(issue.rule for issue in one.issues).items())),
        "columns_not_read": list(one.unread),
        "decimals": one.survey.declared.publishing.decimals,
        "suppress_below": one.survey.declared.publishing.suppress_below,
        "statements": [
            {"text": said(claim.text), "table": claim.table} for claim in one.statements
        ],
        "questions": list(_questions(one)),
        "divisions": [
            {"id": name, "label": _division_label(one, name)}
            for name in pickable(one.survey)
        ],
        "segments": [_segments(one, part) for part in segment_sections(one)],
        "gaps": [
            _gaps(table, one.survey.declared.publishing.decimals) for table in one.gaps
        ],
        "places": [_places(table) for table in one.places],
        "response": _response(one),
        "themes": [
            {
                "question": table.question,
                "wording": said(table.wording),
                "base": table.base,
                "unplaced": table.unplaced,
                "may_quote": table.may_quote,
                "rows": [
                    {
                        "label": said(row.label),
                        "people": row.people,
                        **_share(row.cell),
                        "quotes": list(row.quotes),
                    }
                    for row in table.rows
                ],
            }
            for table in one.themes
        ],
        "beside": [
            {
                "item": line.item,
                "sources_differ": line.sources_differ,
                "published": [
                    {
                        "value": source.value,
                        "unit": source.unit,
                        "base": source.base,
                        "source": source.source,
                    }
                    for source in line.published
                ],
                "asked": line.asked,
                "is_net": line.is_net,
                **_share(line.cell),
                "table": line.table,
            }
            for line in one.beside
        ],
        "conflicts": [
            {
                "item": source.item,
                "value": source.value,
                "unit": source.unit,
                "base": source.base,
                "source": source.source,
            }
            for source in one.conflicts
        ],
        "told": [
            {"heading": told.heading, "text": told.text}
            for told in one.told
            if not told.is_missing
        ],
        "languages": {language: LANGUAGES[language] for language in about.languages},
    }


def _retention_date(one: Publication) -> date | None:
    private = one.survey.declared.privacy
    return private.retention_date if private is not None else None


def _questions(one: Publication) -> Iterator[dict[str, Any]]:
    """Each question or division of people that has tables, in the survey's order."""
    names = dict.fromkeys(page.question for page in one.pages)
    for name in names:
        pages = [page for page in one.pages if page.question == name]
        yield {
            "id": name,
            "title": _division_label(one, name),
            "wording": said(pages[0].wording),
            "is_segments": name not in one.survey.questions,
            "tables": [
                {
                    "table": page.id,
                    "number": page.number,
                    "title": said(page.title),
                    "item": said(page.item_text),
                    "base": said(page.base),
                    "answers": page.columns[0].base_unweighted,
                }
                for page in pages
            ],
        }


def _division_label(one: Publication, name: str) -> str:
    if name in one.survey.segments:
        return said(one.survey.segments[name].label)
    for profile in one.profiles:
        if profile.division == name:
            return said(profile.label)
    question = one.survey.questions[name]
    return said(question.short or question.text)


def _segments(one: Publication, part: SegmentSection) -> dict[str, Any]:
    """One division into segments: its rules in words, its sizes' table, and the check."""
    rule = part.rule
    return {
        "id": rule.id,
        "label": said(rule.label),
        "table": part.sizes.id if part.sizes is not None else "",
        "groups": [said(group.label) for group in rule.groups],
        "rules": [
            {
                "label": said(group.label),
                "how": said(group.how),
                "conditions": [said(condition) for condition in group.conditions],
            }
            for group in part.groups
        ],
        "otherwise": said(rule.otherwise),
        "profile_by": [
            {"id": name, "label": _division_label(one, name)}
            for name in rule.profile_by
        ],
        "sizes": _sizes(part.sizes) if part.sizes is not None else [],
        "classes": _check(part) if part.check is not None else None,
    }


def _sizes(page: TablePage) -> list[dict[str, Any]]:
    return [
        {"label": said(row.label), **_share(row.cells[0])}
        for row in page.rows
        if row.kind == "share"
    ]


def _check(part: SegmentSection) -> dict[str, Any]:
    check = part.check
    assert check is not None  # noqa: S101 (the caller looked)
    return {
        "division": class_division(part.rule.id),
        "is_stable": check.is_stable,
        "agreement_between_samples": round(check.mean_rand, 2),
        "agreement_with_rules": round(check.adjusted_rand, 2),
        "share_changing": cut(check.share_changing, _DIGITS),
        "mean_certainty": round(check.mean_posterior, 2),
        "is_weighted": check.weighted,
        "by_lowest_bic": check.by_bic,
        "fits": [
            {
                "classes": fit.classes,
                "log_likelihood": round(fit.log_likelihood, 1),
                "parameters": fit.parameters,
                "aic": round(fit.aic, 1),
                "bic": round(fit.bic, 1),
                "adjusted_bic": round(fit.adjusted_bic, 1),
                "entropy": round(fit.entropy, 2),
                "smallest": cut(fit.smallest, _DIGITS),
                "starts_at_best": fit.starts_at_best,
                "starts": fit.starts,
                "is_used": fit.is_used,
            }
            for fit in check.fits
        ],
        "class_names": [said(name) for name in check.class_names],
        "rows": [
            {
                "label": said(label),
                "shares": [cut(share, _DIGITS) for share in shares],
            }
            for label, shares in zip(check.segment_labels, check.crossed, strict=True)
        ],
    }


def _gaps(table: GapTable, decimals: int) -> dict[str, Any]:
    """One rule's gaps, each with both figures, the gap and its interval."""
    return {
        "table": table.id,
        "id": table.rule.id,
        "question": table.rule.question,
        "title": said(table.title),
        "wording": said(table.wording),
        "item": said(table.item_text),
        "by": table.rule.by,
        "division": said(table.division_label),
        "groups": said(table.groups),
        "columns": [
            {
                "label": said(column.label),
                "base_unweighted": column.base_unweighted,
                "base_weighted": cut(column.base_weighted, 2),
                "effective_base": cut(column.effective_base, 2),
                "needs_caution": column.needs_caution,
            }
            for column in (table.first, table.second)
        ],
        "rows": [
            {
                "kind": row.kind,
                "label": said(row.label),
                "decimals": digits_of(row, decimals),
                "decimals_of_ends": gap_end_digits(row, row.gap, decimals),
                "first": _figure(row.first, digits_of(row, decimals)),
                "second": _figure(row.second, digits_of(row, decimals)),
                "gap": {
                    **_figure(row.gap, digits_of(row, decimals)),
                    "lower": cut(row.gap.lower, gap_end_digits(row, row.gap, decimals)),
                    "upper": cut(row.gap.upper, gap_end_digits(row, row.gap, decimals)),
                },
            }
            for row in table.rows
        ],
        "notes": [said(text) for text in table.notes],
    }


def _places(table: PlacesTable) -> dict[str, Any]:
    return {
        "table": table.id,
        "title": said(table.rule.title),
        "question": said(table.question.text),
        "item": said(table.item_text),
        "kinds": [said(kind) for kind in table.kinds],
        "refusal": table.refusal,
        "few_places": table.few_places,
        "rows": [
            {
                "code": row.code,
                "label": said(row.label),
                "people": row.people,
                "answers": row.answers,
                "state": "hidden" if row.is_hidden else "shown",
                "value": cut(row.value, _DIGITS),
                "lower": cut(row.lower, _DIGITS),
                "upper": cut(row.upper, _DIGITS),
                "borrowed": cut(row.pooled, _DIGITS),
            }
            for row in table.rows
        ],
    }


def _response(one: Publication) -> dict[str, Any] | None:
    if one.response is None:
        return None
    return {
        "headings": [said(heading) for heading in one.response.headings],
        "frame_people": one.response.frame_people,
        "answers": one.response.answers,
        "unplaced": one.response.unplaced,
        "cells": [
            {
                "labels": [said(label) for label in cell.labels],
                "in_frame": cell.in_frame,
                "answered": cell.answered,
                "rate": cut(cell.rate, _DIGITS),
            }
            for cell in one.response.cells
        ],
    }


def _share(cell: Cell) -> dict[str, Any]:
    """A figure in per cent with the ends of its interval, as pages print it."""
    return _figure(cell, _DIGITS)


def _figure(cell: Cell, digits: int) -> dict[str, Any]:
    """A figure with the ends of its interval; a state where none may stand."""
    return {
        "state": cell.state,
        "value": cut(cell.value, digits),
        "lower": cut(cell.lower, digits),
        "upper": cut(cell.upper, digits),
    }
