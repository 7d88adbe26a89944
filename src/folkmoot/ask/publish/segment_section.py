"""All that is told of one division into segments, in one place for every output."""

from __future__ import annotations

from dataclasses import dataclass

from folkmoot.ask.book.declared import Profile
from folkmoot.ask.book.table_page import TablePage
from folkmoot.ask.publish.publication import Publication
from folkmoot.ask.publish.segment_check import SegmentCheck
from folkmoot.ask.survey.declared import Segments, class_division
from folkmoot.ask.survey.rule_words import GroupWords, rules_in_words


@dataclass(frozen=True, slots=True)
class SegmentSection:
    """One division: its rules in words, its sizes, its profile, and the classes beside it.

    What belongs to classes is None where none were looked for.
    """

    rule: Segments
    groups: tuple[GroupWords, ...]
    sizes: TablePage | None
    profile: Profile | None
    check: SegmentCheck | None
    class_sizes: TablePage | None
    class_profile: Profile | None


def segment_sections(one: Publication) -> list[SegmentSection]:
    """One section a division, in the order of the survey file."""
    sizes = {page.question: page for page in reversed(one.pages)}
    profiles = {profile.division: profile for profile in one.profiles}
    checks = {check.segments: check for check in one.segment_checks}
    return [
        SegmentSection(
            rule=rule,
            groups=rules_in_words(rule, one.survey.questions),
            sizes=sizes.get(rule.id),
            profile=profiles.get(rule.id),
            check=checks.get(rule.id),
            class_sizes=sizes.get(class_division(rule.id)),
            class_profile=profiles.get(class_division(rule.id)),
        )
        for rule in one.survey.declared.segments
    ]
