"""Whether the parts of a survey file fit one another.

Names must lead somewhere, codes must be offered, and routing looks back and not ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from folkmoot.ask.declared import SurveyFile
from folkmoot.ask.faults import Fault
from folkmoot.ask.question_checks import question_faults
from folkmoot.ask.questionnaire import Condition, Question
from folkmoot.ask.wording import LANGUAGES, Wording
from folkmoot.core.toml_lines import Path

_FILE_WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def faults_of(declared: SurveyFile) -> list[Fault]:
    """Everything that does not fit, in no order."""
    return list(_Checks(declared).all())


class _Checks:
    """The checks of one file, by part."""

    def __init__(self, declared: SurveyFile) -> None:
        self.file = declared
        self.questions = {one.id: one for one in declared.questions}
        self.segments = {one.id: one for one in declared.segments}
        self.banners = {one.id for one in declared.banners}
        self.nets = {one.id for one in declared.nets}

    def all(self) -> Iterator[Fault]:
        if not _FILE_WORD.fullmatch(self.file.survey.id):
            yield Fault(
                ("survey", "id"),
                f"`{self.file.survey.id}` cannot be in file names.",
                "Use a to z, 0 to 9 and hyphens.",
            )
        yield from self._dates()
        yield from self._names()
        for number, question in enumerate(self.file.questions):
            path: Path = ("questions", number)
            yield from question_faults(question, path)
            earlier = {q.id for q in self.file.questions[:number]}
            for place, one in enumerate(question.asked_if):
                yield from self._condition(one, (*path, "asked_if", place), earlier)
        yield from self._segments()
        yield from self._nets()
        yield from self._banners_and_tables()
        yield from self._weighting()
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
            yield from self._condition(private.consent, ("privacy", "consent"))

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
        ):
            for number, name in enumerate(ids):
                if name in ids[:number]:
                    yield Fault(
                        (part, number, "id"), f"`{name}` is there twice.", "Rename one."
                    )

    def _condition(
        self, one: Condition, path: Path, earlier: set[str] | None = None
    ) -> Iterator[Fault]:
        division = self.segments.get(one.question)
        question = self.questions.get(one.question)
        if division is not None and earlier is None:
            offered = {group.code for group in division.groups} | {"other"}
        elif question is None:
            yield _unknown((*path, "question"), one.question, self.questions)
            return
        else:
            offered = set(question.code_names())
            yield from self._condition_on(question, one, path, earlier)
        for key, codes in (("any_of", one.any_of), ("none_of", one.none_of)):
            for place, code in enumerate(codes):
                if code not in offered:
                    yield _no_code((*path, key, place), one.question, code, offered)

    def _condition_on(
        self,
        question: Question,
        one: Condition,
        path: Path,
        earlier: set[str] | None,
    ) -> Iterator[Fault]:
        if earlier is not None and question.id not in earlier:
            yield Fault(
                (*path, "question"),
                f"`{question.id}` is asked later, so it cannot decide what comes before.",
                "Move the question up, or name an earlier one.",
            )
        yield from _item_fault(question, one.item, (*path, "item"))
        has_bounds = one.at_least is not None or one.at_most is not None
        is_scored = bool(question.codes) and all(
            code.score is not None for code in question.codes if code.side != "aside"
        )
        if has_bounds and question.kind != "number" and not is_scored:
            yield Fault(
                path,
                f"at_least and at_most need numbers, and `{question.id}` has none.",
                "Give its codes a score, or name the codes in any_of.",
            )
        says_nothing = not one.any_of and not one.none_of and not has_bounds
        if says_nothing and one.answered is None:
            yield Fault(path, "the condition asks nothing.", "Add any_of, or answered.")

    def _segments(self) -> Iterator[Fault]:
        for number, division in enumerate(self.file.segments):
            path: Path = ("segments", number, "groups")
            codes = [group.code for group in division.groups]
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
                        yield from self._condition(one, where)

    def _nets(self) -> Iterator[Fault]:
        for number, net in enumerate(self.file.nets):
            path: Path = ("nets", number)
            question = self.questions.get(net.question)
            if question is None or question.kind not in ("single", "scale", "grid"):
                yield _unknown((*path, "question"), net.question, self._with_codes())
                continue
            for key, codes in (("plus", net.plus), ("minus", net.minus)):
                for place, code in enumerate(codes):
                    if code not in question.code_names():
                        offered = set(question.code_names())
                        yield _no_code((*path, key, place), question.id, code, offered)
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
                if name not in heads:
                    yield _unknown(("banners", number, "by", place), name, heads)
        named = [(("publishing", "banner"), self.file.publishing.banner)]
        for number, table in enumerate(self.file.tables):
            path: Path = ("tables", number)
            if (
                table.question not in self.questions
                and table.question not in self.segments
            ):
                yield _unknown((*path, "question"), table.question, self.questions)
            named.append(((*path, "banner"), table.banner))  # type: ignore[arg-type]
            for place, one in enumerate(table.only_if):
                yield from self._condition(one, (*path, "only_if", place))
        for where, name in named:
            if name and name not in self.banners:
                yield _unknown(where, name, self.banners)
        for place, name in enumerate(self.file.publishing.response_by):
            if name not in heads or name in self.segments:
                yield _unknown(("publishing", "response_by", place), name, heads)

    def _weighting(self) -> Iterator[Fault]:
        rules = self.file.weighting
        frame = self.file.frame
        for name in frame.columns if frame is not None else ():
            if name not in self.questions:
                yield _unknown(("frame", "columns", name), name, self.questions)
        if self.file.design.population == "frame" and frame is None:
            yield Fault(
                ("design", "population"), "there is no [frame] to count.", "Add one."
            )
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
        for number, margin in enumerate(rules.margins if rules is not None else ()):
            path: Path = ("weighting", "margins", number)
            question = self.questions.get(margin.question)
            if question is None or not question.heads_tables():
                heads = [q.id for q in self.file.questions if q.heads_tables()]
                yield _unknown((*path, "question"), margin.question, heads)
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
                        yield _no_code(
                            (*path, "targets", code), question.id, code, offered
                        )

    def _words(self) -> Iterator[Fault]:
        texts = [q.id for q in self.file.questions if q.kind == "text"]
        for number, theme in enumerate(self.file.themes):
            if theme.question not in texts:
                yield _unknown(("themes", number, "question"), theme.question, texts)
        for number, one in enumerate(self.file.statements):
            path: Path = ("statements", number)
            if bool(one.codes) == bool(one.net):
                yield Fault(
                    path, "it speaks of no figure, or of two.", "Give codes or net."
                )
            if one.net and one.net not in self.nets:
                yield _unknown((*path, "net"), one.net, self.nets)
            yield from self._figure(one.question, one.item, one.codes, path, "codes")
        for number, beside in enumerate(self.file.compare):
            where: Path = ("compare", number)
            if bool(beside.codes) == bool(beside.net):
                yield Fault(
                    where, "it compares no figure, or two.", "Give codes or net."
                )
            if beside.net and beside.net not in self.nets:
                yield _unknown((*where, "net"), beside.net, self.nets)
            yield from self._figure(
                beside.question, beside.question_item, beside.codes, where, "codes"
            )

    def _figure(
        self, name: str, item: str, codes: Sequence[str], path: Path, key: str
    ) -> Iterator[Fault]:
        question = self.questions.get(name)
        if name in self.segments:
            offered = {g.code for g in self.segments[name].groups} | {"other"}
        elif question is None or not question.is_coded:
            yield _unknown((*path, "question"), name, self.questions)
            return
        else:
            offered = set(question.code_names())
            yield from _item_fault(question, item, (*path, "item"))
        for place, code in enumerate(codes):
            if code not in offered:
                yield _no_code((*path, key, place), name, code, offered)

    def _wordings(self) -> Iterator[Fault]:
        for number, question in enumerate(self.file.questions):
            for wording in question.wordings():
                yield from _language_faults(wording, ("questions", number))
        yield from _language_faults(self.file.survey.title, ("survey", "title"))


def _language_faults(wording: Wording, path: Path) -> Iterator[Fault]:
    if isinstance(wording, str):
        return
    for language in wording:
        if language not in LANGUAGES:
            yield Fault(
                path, f"`{language}` is no language here.", "Use en or cy, or both."
            )
    if not wording.get("en"):
        yield Fault(path, "the English wording is missing.", "Add en = …")


def _item_fault(question: Question, item: str, path: Path) -> Iterator[Fault]:
    items = [one.id for one in question.items]
    if question.kind == "grid" and item not in items:
        yield Fault(
            path,
            f"`{question.id}` is a grid and has no statement `{item}`.",
            f"Name one of {', '.join(items)} as item.",
        )
    if question.kind != "grid" and item:
        yield Fault(path, f"`{question.id}` is no grid.", "Remove the item.")


def _unknown(path: Path, name: str, known: object) -> Fault:
    names = sorted(str(one) for one in known)  # type: ignore[attr-defined]
    return Fault(
        path,
        f"`{name}` is not declared, or not of a kind that can stand here.",
        f"Use one of: {', '.join(names) or 'none is declared yet'}.",
    )


def _no_code(path: Path, name: str, code: str, offered: set[str]) -> Fault:
    return Fault(
        path,
        f"`{name}` offers no code `{code}`.",
        f"Its codes are {', '.join(sorted(offered)) or 'none'}.",
    )
