"""What is wrong in a survey file, each with the place it stands at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.core.exceptions import SurveyFileError
from folkmoot.core.toml_lines import Path, line_of

MOST_TOLD = 20
"""Faults named in one run; whoever mends these runs again."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: where it stands, what is wrong, and what would be right."""

    path: Path
    what: str
    next_step: str

    def where(self) -> str:
        """The place in words."""
        return in_words(self.path)


def in_words(path: Path) -> str:
    """A place in words: questions, number 3, codes, number 2."""
    return ", ".join(
        f"number {part + 1}" if isinstance(part, int) else part for part in path
    )


def raise_for(faults: Sequence[Fault], *, name: str, lines: dict[Path, int]) -> None:
    """Raise `SurveyFileError` naming every fault in the order of the file; none is fine."""
    if not faults:
        return
    told = sorted(((line_of(lines, f.path), f) for f in faults), key=lambda x: x[0])
    sentences = [
        f"{name}, line {line} ({fault.where()}): {fault.what} {fault.next_step}"
        for line, fault in told[:MOST_TOLD]
    ]
    if len(told) > MOST_TOLD:
        sentences.append(f"… and {len(told) - MOST_TOLD} more.")
    count = len(told)
    raise SurveyFileError(
        "\n".join(sentences),
        f"Mend {'that line' if count == 1 else f'these {count}'}, then run "
        "`folkmoot ask check` again.",
    )
