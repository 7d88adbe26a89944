"""The rules of segments in words, so that a reader can check who is in which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from folkmoot.ask.survey.declared import SegmentRule, Segments
from folkmoot.ask.survey.questionnaire import Condition, Question
from folkmoot.ask.survey.sentences import note
from folkmoot.ask.survey.wording import LANGUAGES, Wording, said


@dataclass(frozen=True, slots=True)
class GroupWords:
    """One segment: its label, how many of its conditions must hold, and each of them."""

    label: Wording
    how: Wording
    conditions: tuple[Wording, ...]


def rules_in_words(
    rule: Segments, questions: Mapping[str, Question]
) -> tuple[GroupWords, ...]:
    """Every declared segment in the order in which its rule is tried."""
    return tuple(_group(group, questions) for group in rule.groups)


def _group(group: SegmentRule, questions: Mapping[str, Question]) -> GroupWords:
    told = [
        words
        for one in group.when
        for words in _condition(one, questions[one.question])
    ]
    count = len(group.when)
    if group.at_least is not None and group.at_least < count:
        how = note("rule_some", n=group.at_least, m=count)
    else:
        how = note("rule_all") if count > 1 else note("rule_one")
    return GroupWords(group.label, how, tuple(told))


def _condition(one: Condition, question: Question) -> Iterator[Wording]:
    """One condition; several sentences where it asks for several things."""
    what = _what(question, one.item)
    labels = {code.code: code.label for code in question.codes}
    for name, codes in (("rule_any", one.any_of), ("rule_none", one.none_of)):
        if codes:
            yield note(name, what=what, codes=_either([labels[c] for c in codes]))
    if one.at_least is not None:
        yield note("rule_least", what=what, n=one.at_least)
    if one.at_most is not None:
        yield note("rule_most", what=what, n=one.at_most)
    if one.answered is not None:
        yield note("rule_answered" if one.answered else "rule_blank", what=what)


def _what(question: Question, item: str) -> Wording:
    """What a condition asks of: the question, and which statement of it."""
    texts = [question.short or question.text]
    texts += [one.text for one in question.items if one.id == item]
    return _joined(texts, " – ")


def _either(labels: list[Wording]) -> Wording:
    return _joined(labels, " / ")


def _joined(parts: list[Wording], by: str) -> Wording:
    return {
        language: by.join(said(part, language) for part in parts)
        for language in LANGUAGES
    }
