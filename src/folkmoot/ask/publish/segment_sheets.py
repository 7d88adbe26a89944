"""The sheets of a workbook that tell of segments: rules, profiles, and fits of classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from folkmoot.ask.book.declared import Profile
from folkmoot.ask.book.figure_text import cut
from folkmoot.ask.publish.publication import Publication
from folkmoot.ask.publish.segment_check import SegmentCheck
from folkmoot.ask.publish.segment_section import SegmentSection, segment_sections
from folkmoot.ask.publish.sheet_parts import (
    DECIMALS,
    SHORTHAND,
    bases_of_columns,
    column_heading,
    marks_of,
    row_heading,
    shown,
)
from folkmoot.ask.publish.words import report_words
from folkmoot.ask.survey.wording import said
from folkmoot.core.export_book import BookSheet

Cells = Sequence[str | float | int | None]


def segment_sheets(one: Publication, language: str) -> Iterator[BookSheet]:
    """Of each division its profile; of its classes their fits, and their profile."""
    for number, part in enumerate(segment_sections(one), start=1):
        if part.profile is not None and part.profile.pages:
            yield _profile(part.profile, _rules(part, language), one, language)
        if part.check is not None:
            yield _fits(number, part.check, one, language)
        if part.class_profile is not None and part.class_profile.pages:
            w = report_words(language)
            told = [w["class_profile_how"]]
            if part.check is not None and not part.check.is_stable:
                told += [w["segments_unstable"], w["class_profile_unstable"]]
            yield _profile(part.class_profile, told, one, language)


def _rules(part: SegmentSection, language: str) -> list[str]:
    """The rules in words, a line a segment."""
    lines = [report_words(language)["rules_how"]]
    for group in part.groups:
        conditions = "; ".join(said(text, language) for text in group.conditions)
        how = said(group.how, language)
        lines.append(f"{said(group.label, language)}. {how} {conditions}")
    otherwise = report_words(language)["rules_otherwise"]
    return [*lines, f"{said(part.rule.otherwise, language)}. {otherwise}"]


def _profile(
    profile: Profile, told: Sequence[str], one: Publication, language: str
) -> BookSheet:
    w = report_words(language)
    first = profile.pages[0].columns
    names = [column_heading(column, w["all"], language) for column in first]
    ends = (w["lower"], w["upper"])
    columns = [w["question"], w["answer"], *names]
    columns += [f"{name}, {w['margin']}, {end}" for name in names for end in ends]
    rows: list[Cells] = []
    for page in profile.pages:
        title = said(page.title, language)
        if page.item:
            title += f" – {said(page.item_text, language)}"
        for row in page.rows:
            margins = [
                cut(end, DECIMALS) if cell.is_shown else None
                for cell in row.cells
                for end in (cell.lower, cell.upper)
            ]
            label = row_heading(row, w["per_cent"], language)
            rows.append([title, label, *(shown(cell) for cell in row.cells), *margins])
        blank: list[str | float | int | None] = [None] * (2 * len(names))
        for key in ("unweighted_base", "weighted_base", "effective_base"):
            rows.append([title, w[key], *bases_of_columns(page.columns, key), *blank])
    notes = list(
        {said(text): text for page in profile.pages for text in page.notes}.values()
    )
    marks = f"{w['notes']}: {marks_of(notes, one)}. {w['inputs']}: {one.digest}."
    sentences = [*_invented(one, language), marks, *told]
    heading = f"{w['profile']}: {said(profile.label, language)}"
    return BookSheet(profile.id.upper(), heading, sentences, columns, rows)


def _fits(
    number: int, check: SegmentCheck, one: Publication, language: str
) -> BookSheet:
    w = report_words(language)
    columns = [w["classes"], w["log_likelihood"], w["parameters"], "AIC", "BIC"]
    columns += [w["adjusted_bic"], w["entropy"], w["smallest_class"], w["starts"]]
    few = SHORTHAND["small base"]
    rows: list[Cells] = [
        [
            f"{fit.classes} ({w['used']})" if fit.is_used else str(fit.classes),
            cut(fit.log_likelihood, DECIMALS),
            fit.parameters,
            cut(fit.aic, DECIMALS),
            cut(fit.bic, DECIMALS),
            cut(fit.adjusted_bic, DECIMALS),
            cut(fit.entropy, 2),
            few if fit.smallest is None else cut(fit.smallest, DECIMALS),
            f"{fit.starts_at_best} / {fit.starts}",
        ]
        for fit in check.fits
    ]
    sentences = [*_invented(one, language), f"{w['inputs']}: {one.digest}."]
    sentences.append(w["fits_how"])
    if len(check.fits) > 1:
        used = w["used_by_bic"] if check.by_bic else w["used_by_file"]
        sentences.append(used.format(n=check.fit.classes))
    if check.weighted:
        sentences.append(w["fits_weighted"])
    sentences.append(w["segments_stable" if check.is_stable else "segments_unstable"])
    heading = f"{w['fits']}: {said(check.label, language)}"
    return BookSheet(f"F{number}", heading, sentences, columns, rows)


def _invented(one: Publication, language: str) -> list[str]:
    return (
        [report_words(language)["invented"]]
        if one.survey.declared.survey.invented
        else []
    )
