"""Can a contract's category be learned from other councils' coded contracts? Councils left out.

    FOLKMOOT_TEST_DATA=... python benchmarks/learned_categories.py
    python benchmarks/learned_categories.py --seeds 41-43

Coded contracts with a title, of known councils, from one build of the published notices and
registers, or from invented groups. Councils are dealt into five parts; each part is read by
what was learned of the other four, bars and all, with its codes hidden. The baselines see
the same rows: the commonest class, our list of title words where it is sure, and the
nearest coded title, held to a bar found in the same way as ours.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from measuring import machine
from planted_truth import as_texts

from folkmoot.build import build_workspace
from folkmoot.core.config import CONFIG_NAME
from folkmoot.core.store import reading
from folkmoot.core.workspace import Workspace
from folkmoot.demo.group import write_group
from folkmoot.registers.categories.phrases import title_words
from folkmoot.registers.categories.title_words import listed_need
from folkmoot.registers.categories.tree import CLASS_DIGITS
from folkmoot.registers.needs.learned import Asked, LearnedNeeds
from folkmoot.registers.needs.learned_bars import Tried, bar_of, fold_of
from folkmoot.registers.needs.learned_words import (
    CodedContract,
    ContractWords,
    features,
)
from folkmoot.registers.needs.settled import main_code

PARTS = 5
MEMBER = "E07000117"
"""Any known council: who is a member changes no fact that is read here."""
CODED = """
select c.council_id, c.title, coalesce(c.description, '') as description,
       coalesce(c.category_text, '') as category_text, c.cpv_codes
from fact.contracts c
where c.council_id is not null and c.title is not null and len(c.cpv_codes) > 0
order by c.contract_id
"""

Answer = tuple[str, float] | None
"""Code and confidence; None for unknown."""
Way = Callable[[Sequence[CodedContract], Sequence[CodedContract]], list[Answer]]


def real_contracts(data: Path) -> list[CodedContract]:
    """Coded contracts of councils in the published notices, registers and spend."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / CONFIG_NAME).write_text(
            f'[group]\nname = "Measured"\nmembers = ["{MEMBER}"]\n', "utf-8"
        )
        for name in ("ocds/uk", "registers", "spend"):
            shutil.copytree(data / name, folder / "sources" / name.replace("/", "-"))
        return coded_contracts(folder, as_of=date(2026, 3, 8))


def coded_contracts(folder: Path, *, as_of: date) -> list[CodedContract]:
    """Build a folder and take what councils coded to a class."""
    result = build_workspace(
        Workspace.open(folder),
        as_of=as_of,
        started=datetime.now(UTC),
        tell=lambda step: None,
    )
    with reading(result.build.path) as reader:
        rows = reader.rows(CODED)
    made = []
    for row in rows:
        code = main_code(as_texts(row["cpv_codes"]))
        words = ContractWords(row["title"], row["description"], row["category_text"])
        if len(code) == CLASS_DIGITS:
            made.append(CodedContract(words, code, row["council_id"]))
    return made


def by_learning(told: int) -> Way:
    """What this workspace does, where the publisher gave so many digits of the code."""

    def answers(
        seen: Sequence[CodedContract], held: Sequence[CodedContract]
    ) -> list[Answer]:
        learned = LearnedNeeds(seen)
        asked = [Asked(one.words, one.code[:told]) for one in held]
        return [a and (a.code, a.confidence) for a in learned.read(asked)]

    return answers


def by_commonest(
    seen: Sequence[CodedContract], held: Sequence[CodedContract]
) -> list[Answer]:
    """The class that most contracts carry, whatever the words."""
    counted = Counter(one.code for one in seen)
    code = min(counted, key=lambda c: (-counted[c], c))
    return [(code, counted[code] / len(seen))] * len(held)


def by_list(
    seen: Sequence[CodedContract], held: Sequence[CodedContract]
) -> list[Answer]:
    """Our list of title words, where it is sure; learns nothing."""
    found = [listed_need(title_words(one.words.title)) for one in held]
    return [(g.code, g.confidence) if g and g.is_sure else None for g in found]


def by_nearest(
    seen: Sequence[CodedContract], held: Sequence[CodedContract]
) -> list[Answer]:
    """The coded contract with the likest words, from a likeness on at which it was right."""
    tried = []
    for fold in sorted({fold_of(one.council_id) for one in seen}):
        own = [i for i, one in enumerate(seen) if fold_of(one.council_id) == fold]
        rest = [one for one in seen if fold_of(one.council_id) != fold]
        if rest:
            for i, (code, near) in zip(
                own, _nearest(rest, [seen[i] for i in own]), strict=True
            ):
                tried.append(Tried(i, near, code, code == seen[i].code))
    bar = bar_of(tried)
    found = _nearest(seen, held)
    return [
        (code, share) if (share := bar.share_right(near)) is not None else None
        for code, near in found
    ]


def _nearest(
    seen: Sequence[CodedContract], held: Sequence[CodedContract]
) -> list[tuple[str, float]]:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer=lambda text: text, sublinear_tf=True)
    known = vectors.fit_transform([features(one.words) for one in seen])
    likeness = vectors.transform([features(one.words) for one in held]) @ known.T
    best = np.asarray(likeness.argmax(axis=1)).ravel()
    return [(seen[j].code, float(likeness[i, j])) for i, j in enumerate(best)]


@dataclass(slots=True)
class Count:
    """Answers of one way: how many were asked, said to a level, and right there."""

    asked: int = 0
    seconds: float = 0.0
    said: Counter[int] = field(default_factory=Counter)
    right: Counter[int] = field(default_factory=Counter)
    told: list[tuple[float, bool]] = field(default_factory=list)

    def take(self, answer: Answer, code: str) -> None:
        """One answer held against the publisher's class."""
        self.asked += 1
        if answer is None:
            return
        said, confidence = answer
        is_right = code.startswith(said)
        self.said[len(said)] += 1
        self.right[len(said)] += is_right
        self.told.append((confidence, is_right))


WAYS: dict[str, Way] = {
    "learned": by_learning(0),
    "learned, division known": by_learning(2),
    "learned, group known": by_learning(3),
    "list of title words, sure": by_list,
    "nearest coded words, at a bar": by_nearest,
    "commonest class": by_commonest,
}


def measured(groups: Sequence[Sequence[CodedContract]]) -> dict[str, Count]:
    """Every way on every part of every group of councils."""
    counts: dict[str, Count] = defaultdict(Count)
    for rows in groups:
        councils = sorted({one.council_id for one in rows})
        part = {council: n % PARTS for n, council in enumerate(councils)}
        for left_out in range(PARTS):
            seen = [one for one in rows if part[one.council_id] != left_out]
            held = [one for one in rows if part[one.council_id] == left_out]
            for name, way in WAYS.items():
                started = time.process_time()
                answers = way(seen, held)
                counts[name].seconds += time.process_time() - started
                for answer, one in zip(answers, held, strict=True):
                    counts[name].take(answer, one.code)
    return counts


def print_tables(counts: dict[str, Count]) -> None:
    """Coverage and precision by level, then confidence against the share right."""
    print(
        "| way | class said | right | group said | right | division said | right | CPU s |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, count in counts.items():
        cells = []
        for level in (4, 3, 2):
            said = count.said[level]
            right = f"{count.right[level] / said:.3f}" if said else ""
            cells += [f"{said / count.asked:.3f}", right]
        print(f"| {name} | {' | '.join(cells)} | {count.seconds:.1f} |")
    print("\n| confidence of what was learned | answers | right |\n|---|---|---|")
    told = counts["learned"].told + counts["learned, division known"].told
    for low, high in ((0.0, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
        own = [right for share, right in told if low <= share < high]
        if own:
            mean = sum(own) / len(own)
            print(f"| {low:.2f} to {min(high, 1):.2f} | {len(own):,} | {mean:.3f} |")


def main() -> int:
    """Measures the published files, or the invented groups of some seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", help="first-last: invented groups instead")
    options = parser.parse_args()
    if options.seeds:
        first, last = (int(part) for part in options.seeds.split("-"))
        groups = []
        for seed in range(first, last + 1):
            with tempfile.TemporaryDirectory() as place:
                folder, on = Path(place, "group"), date(2026, 11, 1)
                write_group(folder, seed=seed, as_of=on)
                groups.append(coded_contracts(folder, as_of=on))
    elif "FOLKMOOT_TEST_DATA" in os.environ:
        groups = [real_contracts(Path(os.environ["FOLKMOOT_TEST_DATA"]))]
    else:
        print("FOLKMOOT_TEST_DATA is not set; nothing was measured.", file=sys.stderr)
        return 0
    rows = [one for group in groups for one in group]
    councils = len({one.council_id for one in rows})
    classes = len({one.code for one in rows})
    print(
        f"{machine()}: {len(rows):,} contracts, {councils} councils, {classes} classes\n"
    )
    print_tables(measured(groups))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
