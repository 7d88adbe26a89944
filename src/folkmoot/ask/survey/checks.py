"""Whether the parts of a survey file fit one another.

Names must lead somewhere, codes must be offered, and routing looks back and not ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from folkmoot.ask.survey.class_checks import class_faults
from folkmoot.ask.survey.declared import (
    MarginRule,
    SurveyFile,
    WeightingRules,
    comparisons,
)
from folkmoot.ask.survey.faults import Fault
from folkmoot.ask.survey.gap_checks import gap_faults, spoken_gap_faults
from folkmoot.ask.survey.name_checks import Names, no_code, unknown
from folkmoot.ask.survey.question_checks import question_faults
from folkmoot.ask.survey.questionnaire import Question
from folkmoot.ask.survey.wording import LANGUAGES, Wording
from folkmoot.core.toml_lines import Path

MOST_CELLS = 4_000
"""Cells of one table: what its tests hold in memory grows with their square (0.4 GB here)."""

_FILE_WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def faults_of(declared: SurveyFile) -> list[Fault]:
    """Everything that does not fit, in no order."""
    return list(_Checks(declared).all())


class _Checks(Names):
    """The checks of one file, by part."""

    def all(self) -> Iterator[Fault]:
        if not _FILE_WORD.fullmatch(self.file.survey.id):
            yield Fault(
                ("survey", "id"),
                f"`{self.file.survey.id}` cannot be in file names.",
                "Use a to z, 0 to 9 and hyphens.",
            )
        yield from self._dates()
        yield from self._answers()
        yield from self._names()
        for number, question in enumerate(self.file.questions):
            path: Path = ("questions", number)
            yield from question_faults(question, path)
            earlier = {q.id for q in self.file.questions[:number]}
            for place, one in enumerate(question.asked_if):
                yield from self.condition(one, (*path, "asked_if", place), earlier)
        yield from self._segments()
        yield from self._nets()
        yield from gap_faults(self)
        yield from self._banners_and_tables()
        yield from self._weighting()
        yield from self._places()
        yield from self._words()
        yield from self._wordings()

    def _dates(self) -> Iterator[Fault]:
        work = self.file.fieldwork
        if work.start_date and work.end_date and work.end_date < work.start_date:
            yield Fault(
                ("fieldwork", "end_date"),
                f"fieldwork ends on {work.end_date}, before it starts.",
                "Correct one of the two dates.",
            )
        private = self.file.privacy
        if private and work.end_date and private.retention_date < work.end_date:
            yield Fault(
                ("privacy", "retention_date"),
                "answers would have to be deleted before fieldwork ends.",
                "Give the day that the privacy notice promises.",
            )
        if private is not None and private.consent is not None:
            yield from self.condition(private.consent, ("privacy", "consent"))

    def _answers(self) -> Iterator[Fault]:
        rule = self.file.answers
        if rule is None:
            return
        is_accepted = rule.same_answers == "accept"
        if is_accepted and not rule.same_answers_reason.strip():
            yield Fault(
                ("answers", "same_answers"),
                "the same answers are accepted without a reason.",
                "Say under [answers] why they are no copies: same_answers_reason = …",
            )
        if rule.same_answers_reason and not is_accepted:
            yield Fault(
                ("answers", "same_answers_reason"),
                "a reason is given, and the same answers are not accepted.",
                'Set same_answers = "accept", or take the reason out.',
            )

    def _names(self) -> Iterator[Fault]:
        seen: dict[str, str] = {}
        parts: Sequence[tuple[str, Sequence[str]]] = (
            ("questions", [q.id for q in self.file.questions]),
            ("segments", [s.id for s in self.file.segments]),
        )
        for part, ids in parts:
            for number, name in enumerate(ids):
                if name in seen:
                    yield Fault(
                        (part, number, "id"),
                        f"`{name}` is the name of one of the {seen[name]} already.",
                        "Every question and division needs a name of its own.",
                    )
                seen[name] = part
        for part, ids in (
            ("nets", [n.id for n in self.file.nets]),
            ("banners", [b.id for b in self.file.banners]),
            ("gaps", [g.id for g in self.file.gaps]),
        ):
            for number, name in enumerate(ids):
                if name in ids[:number]:
                    yield Fault(
                        (part, number, "id"), f"`{name}` is there twice.", "Rename one."
                    )

    def _segments(self) -> Iterator[Fault]:
        for number, division in enumerate(self.file.segments):
            path: Path = ("segments", number, "groups")
            codes = [group.code for group in division.groups]
            yield from class_faults(self, number, division)
            for place, group in enumerate(division.groups):
                if group.code in (*codes[:place], "other"):
                    yield Fault(
                        (*path, place, "code"),
                        f"`{group.code}` is taken.",
                        "Give each group another code; `other` is who is in none.",
                    )
                if group.at_least is not None and group.at_least > len(group.when):
                    yield Fault(
                        (*path, place, "at_least"),
                        "it asks for more conditions than there are.",
                        "Lower it, or add conditions.",
                    )
                if not group.when:
                    yield Fault(
                        (*path, place, "when"),
                        "a rule without conditions holds for everybody.",
                        "Add a condition.",
                    )
                for which, one in enumerate(group.when):
                    where: Path = (*path, place, "when", which)
                    if one.question in self.segments:
                        yield Fault(
                            (*where, "question"),
                            "segments cannot rest on segments.",
                            "Name questions.",
                        )
                    else:
                        yield from self.condition(one, where)

    def _nets(self) -> Iterator[Fault]:
        for number, net in enumerate(self.file.nets):
            path: Path = ("nets", number)
            question = self.questions.get(net.question)
            if question is None or question.kind not in ("single", "scale", "grid"):
                yield unknown((*path, "question"), net.question, self._with_codes())
                continue
            for key, codes in (("plus", net.plus), ("minus", net.minus)):
                for place, code in enumerate(codes):
                    if code not in question.code_names():
                        offered = set(question.code_names())
                        yield no_code((*path, key, place), question.id, code, offered)
            for place, code in enumerate(net.minus):
                if code in net.plus:
                    yield Fault(
                        (*path, "minus", place),
                        f"`{code}` is both added and taken off.",
                        "Leave it in one of the two.",
                    )

    def _with_codes(self) -> list[str]:
        kinds = ("single", "scale", "grid")
        return [q.id for q in self.file.questions if q.kind in kinds]

    def _banners_and_tables(self) -> Iterator[Fault]:
        heads = [q.id for q in self.file.questions if q.heads_tables()]
        heads += list(self.segments)
        for number, banner in enumerate(self.file.banners):
            for place, name in enumerate(banner.by):
                path: Path = ("banners", number, "by", place)
                if name not in heads:
                    yield unknown(path, name, heads)
                elif name in self.questions:
                    yield from self._too_large(self.questions[name], path)
        for number, gap in enumerate(self.file.gaps):
            if gap.by in self.questions:
                parted = self.questions[gap.by]
                yield from self._too_large(parted, ("gaps", number, "by"))
        yield from self._tables(heads)

    def _too_large(self, by: Question, path: Path) -> Iterator[Fault]:
        """The largest table by a division, where it is larger than can be tested."""
        asked = (q for q in self.file.questions if q.source == "asked" and q.is_coded)
        others = [question for question in asked if question.id != by.id]
        longest = max(others, key=lambda q: len(q.codes), default=by)
        cells = len(longest.codes) * (len(by.codes) + 1)
        if cells > MOST_CELLS:
            yield Fault(
                path,
                f"the table of `{longest.id}` by `{by.id}` would have {cells:,} cells, and "
                f"{MOST_CELLS:,} is the most that can be tested.",
                "Join codes, or leave this division out.",
            )

    def _tables(self, heads: Sequence[str]) -> Iterator[Fault]:
        named = [(("publishing", "banner"), self.file.publishing.banner)]
        for number, table in enumerate(self.file.tables):
            path: Path = ("tables", number)
            if (
                table.question not in self.questions
                and table.question not in self.segments
            ):
                yield unknown((*path, "question"), table.question, self.questions)
            named.append(((*path, "banner"), table.banner))  # type: ignore[arg-type]
            for place, one in enumerate(table.only_if):
                yield from self.condition(one, (*path, "only_if", place))
        for where, name in named:
            if name and name not in self.banners:
                yield unknown(where, name, self.banners)
        for place, name in enumerate(self.file.publishing.response_by):
            if name not in heads or name in self.segments:
                yield unknown(("publishing", "response_by", place), name, heads)

    def _places(self) -> Iterator[Fault]:
        frame = self.file.frame
        counted = [] if frame is None else list(frame.columns)
        heads = [n for n in counted if n in self.questions]
        heads = [n for n in heads if self.questions[n].heads_tables()]
        for number, rule in enumerate(self.file.places):
            path: Path = ("places", number)
            question = self.questions.get(rule.question)
            if question is None or question.kind not in ("single", "scale", "grid"):
                yield unknown((*path, "question"), rule.question, self._with_codes())
            else:
                yield from self.figure(
                    rule.question, rule.item, rule.codes, path, "codes"
                )
            for key, name in (("place", rule.place), *(("by", one) for one in rule.by)):
                if name not in heads:
                    yield Fault(
                        (*path, key),
                        f"`{name}` is not counted in the frame, so nobody knows how many "
                        "live where.",
                        f"Add it to [frame] columns, or use one of: "
                        f"{', '.join(heads) or 'none is there yet'}.",
                    )
            if rule.place in rule.by:
                yield Fault(
                    (*path, "by"), "the place is named again.", "Take it out of `by`."
                )

    def _cells(self, rules: WeightingRules) -> Iterator[Fault]:
        """Cells of crossed margins are counted in the frame, so no margin may say otherwise."""
        for number, margin in enumerate(rules.margins):
            if margin.targets != "frame":
                yield Fault(
                    ("weighting", "margins", number, "targets"),
                    "cells are counted in the frame, and this margin gives targets.",
                    'Take them out, or rake: method = "rake".',
                )

    def _weighting(self) -> Iterator[Fault]:
        rules = self.file.weighting
        frame = self.file.frame
        for name in frame.columns if frame is not None else ():
            if name not in self.questions:
                yield unknown(("frame", "columns", name), name, self.questions)
        if self.file.design.population == "frame" and frame is None:
            yield Fault(
                ("design", "population"), "there is no [frame] to count.", "Add one."
            )
        yield from self._sample_and_design()
        if rules is not None and rules.method == "post-stratify":
            yield from self._cells(rules)
        yield from self._margins(rules.margins if rules is not None else ())

    def _margins(self, margins: Sequence[MarginRule]) -> Iterator[Fault]:
        frame = self.file.frame
        for number, margin in enumerate(margins):
            path: Path = ("weighting", "margins", number)
            question = self.questions.get(margin.question)
            if question is None or not question.heads_tables():
                heads = [q.id for q in self.file.questions if q.heads_tables()]
                yield unknown((*path, "question"), margin.question, heads)
            elif isinstance(margin.targets, str):
                if frame is None or margin.question not in frame.columns:
                    yield Fault(
                        path,
                        f"the frame has no column for `{margin.question}`.",
                        "Add it to [frame] columns, or give targets here.",
                    )
            else:
                for code in margin.targets:
                    if code not in question.code_names():
                        offered = set(question.code_names())
                        yield no_code(
                            (*path, "targets", code), question.id, code, offered
                        )

    def _sample_and_design(self) -> Iterator[Fault]:
        frame = self.file.frame
        if self.file.sample is not None and (frame is None or not frame.id):
            yield Fault(
                ("sample",),
                "a sample is drawn from a frame whose people have an id.",
                "Add [frame] with file and id.",
            )
        if isinstance(self.file.design.population, int) and self.file.design.strata:
            yield Fault(
                ("design", "population"),
                "one number cannot say how many there are in each stratum.",
                'Use "frame", or leave it out.',
            )
        if (
            self.file.design.population == "frame"
            and frame is not None
            and len(frame.strata) != len(self.file.design.strata)
        ):
            yield Fault(
                ("design", "strata"),
                "the strata of the answers and of the frame are not the same number.",
                "Name the same divisions in the same order in both.",
            )

    def _words(self) -> Iterator[Fault]:
        texts = [q.id for q in self.file.questions if q.kind == "text"]
        for number, theme in enumerate(self.file.themes):
            if theme.question not in texts:
                yield unknown(("themes", number, "question"), theme.question, texts)
        for number, one in enumerate(self.file.statements):
            path: Path = ("statements", number)
            if [bool(one.codes), bool(one.net), bool(one.gap)].count(True) != 1:
                yield Fault(
                    path,
                    "it speaks of no figure, or of two.",
                    "Give codes, net or gap.",
                )
            if one.net and one.net not in self.nets:
                yield unknown((*path, "net"), one.net, self.nets)
            if one.gap:
                yield from spoken_gap_faults(self, one, (*path, "gap"))
            yield from self.figure(one.question, one.item, one.codes, path, "codes")
        yield from self._beside()

    def _beside(self) -> Iterator[Fault]:
        """Figures that stand beside what was published before."""
        for where, beside, _ in comparisons(self.file):
            if bool(beside.codes) == bool(beside.net):
                yield Fault(
                    where, "it compares no figure, or two.", "Give codes or net."
                )
            if beside.net and beside.net not in self.nets:
                yield unknown((*where, "net"), beside.net, self.nets)
            question = self.questions.get(beside.question)
            if question is not None and question.is_several and len(beside.codes) > 1:
                yield Fault(
                    (*where, "codes"),
                    "several answers can be given here, and their shares do not add up.",
                    "Name one code.",
                )
            yield from self.figure(
                beside.question, beside.question_item, beside.codes, where, "codes"
            )

    def _wordings(self) -> Iterator[Fault]:
        for number, question in enumerate(self.file.questions):
            for place, wording in question.placed_wordings():
                yield from _language_faults(wording, ("questions", number, *place))
        yield from _language_faults(self.file.survey.title, ("survey", "title"))


def _language_faults(wording: Wording, path: Path) -> Iterator[Fault]:
    if isinstance(wording, str):
        return
    for language in wording:
        if language not in LANGUAGES:
            yield Fault(
                (*path, language),
                f"`{language}` is no language here.",
                "Use en or cy, or both.",
            )
    if not wording.get("en"):
        yield Fault(path, "the English wording is missing.", "Add en = …")
