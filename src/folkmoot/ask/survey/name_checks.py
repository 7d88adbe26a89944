"""Names in a survey file that must lead somewhere: questions, statements, codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from folkmoot.ask.survey.declared import SurveyFile
from folkmoot.ask.survey.faults import Fault
from folkmoot.ask.survey.questionnaire import Condition, Question
from folkmoot.core.toml_lines import Path


class Names:
    """What a survey file declares, by name, and the checks of what refers to it."""

    def __init__(self, declared: SurveyFile) -> None:
        self.file = declared
        self.questions = {one.id: one for one in declared.questions}
        self.segments = {one.id: one for one in declared.segments}
        self.banners = {one.id for one in declared.banners}
        self.nets = {one.id for one in declared.nets}

    def condition(
        self, one: Condition, path: Path, earlier: set[str] | None = None
    ) -> Iterator[Fault]:
        """What is wrong with a condition; `earlier` are the questions before a routed one."""
        division = self.segments.get(one.question)
        question = self.questions.get(one.question)
        if division is not None and earlier is None:
            offered = {group.code for group in division.groups} | {"other"}
        elif question is None:
            yield unknown((*path, "question"), one.question, self.questions)
            return
        else:
            offered = set(question.code_names())
            yield from self._condition_on(question, one, path, earlier)
        for key, codes in (("any_of", one.any_of), ("none_of", one.none_of)):
            for place, code in enumerate(codes):
                if code not in offered:
                    yield no_code((*path, key, place), one.question, code, offered)

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
        yield from item_fault(question, one.item, (*path, "item"))
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

    def figure(
        self, name: str, item: str, codes: Sequence[str], path: Path, key: str
    ) -> Iterator[Fault]:
        """What is wrong with the codes of a question or of segments that a figure names."""
        question = self.questions.get(name)
        if name in self.segments:
            offered = {g.code for g in self.segments[name].groups} | {"other"}
        elif question is None or not question.is_coded:
            yield unknown((*path, "question"), name, self.questions)
            return
        else:
            offered = set(question.code_names())
            yield from item_fault(question, item, (*path, "item"))
        for place, code in enumerate(codes):
            if code not in offered:
                yield no_code((*path, key, place), name, code, offered)


def item_fault(question: Question, item: str, path: Path) -> Iterator[Fault]:
    """A statement that a grid does not have, or that stands where there is no grid."""
    items = [one.id for one in question.items]
    if question.kind == "grid" and item not in items:
        yield Fault(
            path,
            f"`{question.id}` is a grid and has no statement `{item}`.",
            f"Name one of {', '.join(items)} as item.",
        )
    if question.kind != "grid" and item:
        yield Fault(path, f"`{question.id}` is no grid.", "Remove the item.")


def unknown(path: Path, name: str, known: object) -> Fault:
    """A name that nothing of the right kind bears."""
    names = sorted(str(one) for one in known)  # type: ignore[attr-defined]
    return Fault(
        path,
        f"`{name}` is not declared, or not of a kind that can stand here.",
        f"Use one of: {', '.join(names) or 'none is declared yet'}.",
    )


def no_code(path: Path, name: str, code: str, offered: set[str]) -> Fault:
    """A code that is not offered."""
    return Fault(
        path,
        f"`{name}` offers no code `{code}`.",
        f"Its codes are {', '.join(sorted(offered)) or 'none'}.",
    )
