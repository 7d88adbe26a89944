"""How well is the wording of extensions read? Real sentences, labelled by hand.

The sentences stay where they were published: `extension_wording_labels.csv` keeps only the
hash of each, the part it belongs to and what a reader makes of it. Of the sentences that
speak of extending, those with an even hash were looked at while the table of wordings was
written; of the others 70 drawn at random are `seen` (labelled, measured, then used to
mend the table) and the other 68 `unseen`: measured before anything was mended for them.
Run: FOLKMOOT_TEST_DATA=… python benchmarks/extension_wording.py
"""

from __future__ import annotations

import csv
import hashlib
import html
import json
import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from folkmoot.registers.ends.extensions import extension_of

LABELS = Path(__file__).with_name("extension_wording_labels.csv")
_FIELDS = ("title", "description", "renewal", "options")
_SENTENCES = re.compile(r"(?<=[.;!?])\s+|\n+")
_SPEAKS = re.compile(
    r"exten(d|sion|ded|ding)|break clause|break option|renewal|optional|"
    r"\d\s*(years?|months?)?\s*\+\s*\d|\boption",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Score:
    """Sentences labelled, and how the months of options compare with the labels."""

    labelled: int = 0
    with_options: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    count_right: int = 0
    first_term_right: int = 0
    first_term_labelled: int = 0

    @property
    def precision(self) -> float:
        """Of the sentences from which options were read, the share read as a person does."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of the sentences that give options, the share read as a person does."""
        return self.right / max(1, self.with_options)


@dataclass(slots=True)
class Coverage:
    """Texts that speak of extending: how many were read, and how many only kept."""

    texts: int = 0
    said: int = 0
    read: int = 0
    unread: int = 0
    megabytes: float = 0.0
    seconds: float = 0.0


def measured(data: Path) -> dict[str, Any]:
    """The scores of both parts and the coverage of all texts below a folder of real files."""
    texts = dict.fromkeys(published_texts(data))
    sentences = {
        hashlib.sha256(said.encode()).hexdigest()[:24]: said
        for text in texts
        for part in _SENTENCES.split(html.unescape(text))
        if _SPEAKS.search(said := " ".join(part.split()))
    }
    parts = {"seen": Score(), "unseen": Score()}
    for label in labels():
        if label["sentence"] in sentences:
            _compare(parts[label["part"]], label, sentences[label["sentence"]])
    return {**parts, "coverage": _coverage(list(texts))}


def labels() -> list[dict[str, str]]:
    """The labelled sentences by hash."""
    with LABELS.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def published_texts(data: Path) -> Iterator[str]:
    """Titles, descriptions and option texts of the real notices, each as published."""
    for path in sorted((data / "ocds" / "uk").rglob("*")):
        if path.suffix == ".jsonl":
            for line in path.read_text("utf-8").splitlines():
                yield from _texts(json.loads(line))
        elif path.suffix == ".json":
            yield from _texts(json.loads(path.read_text("utf-8")))
    for path in sorted((data / "registers" / "lancashire_notices").glob("*.json")):
        yield from _texts(json.loads(path.read_text("utf-8")))
    for path in sorted((data / "registers" / "norfolk_2015").glob("*.csv")):
        with path.open(newline="", encoding="cp1252") as lines:
            for row in csv.reader(lines):
                yield from row


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name in _FIELDS and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)


def _compare(score: Score, label: dict[str, str], sentence: str) -> None:
    found = extension_of([("description", sentence)])
    wanted = int(label["option_months"]) if label["option_months"] else None
    score.labelled += 1
    score.with_options += wanted is not None
    if found.option_months is not None and found.option_months == wanted:
        score.right += 1
        count = sum(option.count for option in found.options)
        score.count_right += count == int(label["option_count"])
    elif found.option_months is not None:
        score.wrong += 1
        score.missed += wanted is not None
    elif wanted is not None:
        score.missed += 1
    if label["first_term_months"]:
        score.first_term_labelled += 1
        first = int(label["first_term_months"])
        score.first_term_right += found.initial_months == first


def _coverage(texts: list[str]) -> Coverage:
    found = Coverage(texts=len(texts))
    found.megabytes = sum(len(text) for text in texts) / 1e6
    started = time.process_time()
    for text in texts:
        read = extension_of([("description", text)])
        is_read = bool(read.options or read.latest or read.breaks or read.total)
        found.read += is_read
        found.unread += bool(read.unread) and not is_read
    found.seconds = time.process_time() - started
    found.said = found.read + found.unread
    return found


def main() -> int:
    """Print the tables of RESULTS.md; exit code 1 where there are no real files."""
    data = os.environ.get("FOLKMOOT_TEST_DATA")
    if not data:
        print("Set FOLKMOOT_TEST_DATA to the folder of real files.", file=sys.stderr)
        return 1
    result = measured(Path(data))
    print("| part | sentences | with options | right | wrong | missed | precision | recall |"
          " first term right |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    for name in ("seen", "unseen"):
        s = result[name]
        print(f"| {name} | {s.labelled} | {s.with_options} | {s.right} | {s.wrong} | "
              f"{s.missed} | {s.precision:.2f} | {s.recall:.2f} | "
              f"{s.first_term_right} of {s.first_term_labelled} |")  # fmt: skip
    c = result["coverage"]
    print(f"\n{c.texts:,} texts, {c.megabytes:.1f} MB, {c.seconds:.2f} CPU s: {c.said} speak of "
          f"more time, {c.read} read, {c.unread} kept unread.")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
