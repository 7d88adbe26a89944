"""Suppliers' names brought together: ours beside other ways, on labelled names.

    FOLKMOOT_TEST_DATA=DIR python -m benchmarks.supplier_names

What a pair is and what is true, `supplier_pairs` says. Every method sees the names of
one scheme and nothing else. Thresholds are set on the half that our rules and model
were written from, and all numbers are of the other half. Of two kinds of pairs nothing
in a name can tell, and the table counts with and without them:

- no name can find: one number, but no word of three letters or more in common
  (renamed companies, VAT groups, typing errors); left out of "R found";
- no name can part: one plain name (but for case, signs and Ltd, Limited, PLC, LLP)
  with two numbers; left out of "P parted" and "F1 parted".

Peers: cleanco and rigour make equal keys; recordlinkage takes a threshold on the
mean of its Jaro-Winkler, q-gram and cosine comparisons, once on its own cleaning and
once on our normal form; Splink is the naive set-up of its tutorials, three comparisons
on the one field with weights learnt by EM.
"""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from benchmarks.measuring import machine
from benchmarks.supplier_pairs import (
    Pair,
    Record,
    candidates,
    is_hard,
    pairs_of,
    records,
    same_plain_name,
    scheme_rows,
)

from folkmoot.registers.linking.clusters import clusters_of
from folkmoot.registers.linking.model import (
    NOT_KNOWN,
    Vector,
    link_bar,
    link_scores,
    name_level,
    name_score,
    word_weights,
)
from folkmoot.registers.linking.names import likeness
from folkmoot.registers.linking.pairs import ScoredPair
from folkmoot.registers.names.normalising import normalised_name

PRECISION = 0.95
Scores = Mapping[Pair, float]


def equal_keys(rows: list[Record], key: Callable[[str], str]) -> Scores:
    """Pairs whose keys are equal, all with score 1."""
    keys = {row[0]: key(row[0]) for row in rows}
    return dict.fromkeys(pairs_of(rows, lambda row: (keys[row[0]], row[1])), 1.0)


def cleanco(rows: list[Record]) -> Scores:
    from cleanco import basename

    return equal_keys(rows, lambda name: " ".join(basename(name).casefold().split()))


def rigour(rows: list[Record]) -> Scores:
    from rigour.names import normalize_name, remove_org_types

    return equal_keys(
        rows,
        lambda name: " ".join(remove_org_types(normalize_name(name) or "").split()),
    )


def recordlinkage_plain(rows: list[Record]) -> Scores:
    from recordlinkage.preprocessing import clean

    return _recordlinkage(rows, lambda names: clean(names))


def recordlinkage_ours(rows: list[Record]) -> Scores:
    return _recordlinkage(rows, lambda names: names.map(normalised_name))


def _recordlinkage(rows: list[Record], prepare: Callable) -> Scores:
    import pandas as pd
    import recordlinkage as rl

    frame = pd.DataFrame(rows, columns=["name", "scheme", "id"])
    frame["n"] = prepare(frame["name"])
    frame["first"] = frame["n"].str.split().str[0]
    frame["begin"] = frame["n"].str[:4]
    index = rl.Index()
    index.block(["scheme", "first"])
    index.block(["scheme", "begin"])
    index.sortedneighbourhood("n", window=9, block_on="scheme")
    links = index.index(frame)
    compare = rl.Compare()
    for method in ("jarowinkler", "qgram", "cosine"):
        compare.string("n", "n", method=method, label=method)
    means = compare.compute(links, frame).mean(axis=1)
    return {
        tuple(sorted((rows[a], rows[b]))): float(score)  # type: ignore[misc]
        for (a, b), score in means.items()
    }


def splink_naive(rows: list[Record]) -> Scores:
    import duckdb
    import pyarrow as pa
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    found: dict[Pair, float] = {}
    for of_scheme in scheme_rows(rows).values():
        if len(of_scheme) < 100:
            continue
        table = pa.table(
            {
                "unique_id": list(range(len(of_scheme))),
                "name": [" ".join(r[0].casefold().split()) for r in of_scheme],
                "first": [(r[0].casefold().split() or [""])[0] for r in of_scheme],
                "begin": [r[0].casefold()[:4] for r in of_scheme],
            }
        )
        api = DuckDBAPI(connection=duckdb.connect(":memory:"))
        settings = SettingsCreator(
            link_type="dedupe_only",
            comparisons=[
                cl.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85]),
                cl.LevenshteinAtThresholds("name", [1, 3]),
                cl.ExactMatch("first"),
            ],
            blocking_rules_to_generate_predictions=[
                block_on("first"),
                block_on("begin"),
            ],
        )
        linker = Linker(api.register(table), settings, log_level="ERROR")
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on("begin")
        )
        for row in linker.inference.predict().as_record_list():
            one, other = (of_scheme[row[f"unique_id_{side}"]] for side in "lr")
            found[tuple(sorted((one, other)))] = row["match_weight"]  # type: ignore[index]
    return found


def ours_scored(rows: list[Record]) -> Scores:
    """Equal normalised names with score 1, the rest by the shipped model."""
    weights = word_weights({normalised_name(row[0]) for row in rows} - {""})
    levels: dict[Pair, Vector | None] = {}
    for one, other in candidates(rows):
        equal = one.forms.key == other.forms.key
        score = name_score(likeness(one.forms, other.forms, weights))
        levels[one.record, other.record] = (
            None if equal else Vector(name_level(score), NOT_KNOWN, NOT_KNOWN)
        )
    for pair in equal_keys(rows, normalised_name):
        levels[pair] = None
    scores = link_scores(vector for vector in levels.values() if vector is not None)
    return {p: 1.0 if v is None else scores[v] for p, v in levels.items()}


def ours_joined(rows: list[Record]) -> Scores:
    """All pairs inside the suppliers that the shipped bar makes, chains included."""
    scores = ours_scored(rows)
    place = {row: number for number, row in enumerate(rows)}
    pairs = [
        ScoredPair(place[one], place[other], score, "", "")
        for (one, other), score in sorted(scores.items(), key=lambda item: -item[1])
    ]
    ids = clusters_of(
        [str(n) for n in range(len(rows))], pairs, bar=link_bar(), fixed={}
    ).ids
    joined = pairs_of(rows, lambda row: (ids[place[row]], row[1]))
    return dict.fromkeys(joined, 1.0)


METHODS: Mapping[str, Callable[[list[Record]], Scores]] = {
    "cleanco, equal": cleanco,
    "rigour, equal": rigour,
    "Splink, naive": splink_naive,
    "recordlinkage, own cleaning": recordlinkage_plain,
    "recordlinkage, our normal form": recordlinkage_ours,
    "folkmoot, equal": lambda rows: equal_keys(rows, normalised_name),
    "folkmoot, scored": ours_scored,
    "folkmoot, as shipped": ours_joined,
}


class Half:
    """One half of the records with its truth."""

    def __init__(self, path: Path, half: str) -> None:
        self.rows = records(path, half=half)
        self.true = pairs_of(self.rows, lambda row: (row[2], row[1]))
        self.findable = {pair for pair in self.true if not is_hard(pair)}

    def measures(self, found: Iterable[Pair]) -> tuple[float, ...]:
        """P, R, F1 of all pairs; P and F1 without pairs no name parts; R of findable."""
        pairs = set(found)
        right = len(pairs & self.true)
        parted = sum(p in self.true or not same_plain_name(*p) for p in pairs)
        recall = right / len(self.true)
        all_p, parted_p = right / max(len(pairs), 1), right / max(parted, 1)
        easy = len(pairs & self.findable) / len(self.findable)
        return (
            all_p, recall, _f1(all_p, recall),
            parted_p, _f1(parted_p, recall), easy,
        )  # fmt: skip


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(precision + recall, 1e-9)


def thresholds(scores: Scores, half: Half) -> dict[str, float | None]:
    """The thresholds with the best F1 over all, and at enough precision if any has it."""
    best: dict[str, tuple[float, float] | None] = {"precise": None, "best F1": None}
    steps = sorted(set(scores.values()), reverse=True)
    if len(steps) > 60:
        steps = steps[:: len(steps) // 200 + 1]
    ranked = sorted(scores, key=lambda pair: -scores[pair])
    place, taken = 0, []
    for step in steps:
        while place < len(ranked) and scores[ranked[place]] >= step:
            taken.append(ranked[place])
            place += 1
        if len(taken) > 6 * len(half.true):
            break
        measured = half.measures(taken)
        for kind in best:
            if kind == "precise" and measured[3] < PRECISION:
                continue
            now = best[kind]
            if now is None or measured[4] > now[0]:
                best[kind] = (measured[4], step)
    return {kind: found[1] if found else None for kind, found in best.items()}


def main() -> None:
    """Print one row a method and threshold, and how often each band of scores is right."""
    warnings.filterwarnings("ignore")
    gold = Path(os.environ["FOLKMOOT_TEST_DATA"]) / "suppliers/gold.csv"
    written, reported = Half(gold, "written"), Half(gold, "reported")
    print(
        f"{machine()}; reported half: {len(reported.rows)} names, "
        f"{len(reported.true)} true pairs, {len(reported.findable)} a name can find"
    )
    print(
        "| method | threshold | pairs | P | R | F1 | P parted | F1 parted | R found | s |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for title, method in METHODS.items():
        learnt = thresholds(method(written.rows), written)
        started = time.perf_counter()
        scores = method(reported.rows)
        seconds = time.perf_counter() - started
        is_fixed = len(set(scores.values())) == 1
        for kind in ("as it is",) if is_fixed else ("precise", "best F1"):
            bar = 0.0 if is_fixed else learnt[kind]
            if bar is None:
                print(f"| {title} | {kind}: none reaches {PRECISION} |" + " |" * 8)
                continue
            found = [pair for pair, score in scores.items() if score >= bar]
            cells = " | ".join(f"{value:.3f}" for value in reported.measures(found))
            print(f"| {title} | {kind} | {len(found)} | {cells} | {seconds:.1f} |")
    calibration(reported)


def calibration(half: Half) -> None:
    """How often the links of each band of scores are right, on the reported half."""
    scores = {p: s for p, s in ours_scored(half.rows).items() if s < 1.0}
    print("\n| score of a likely link | pairs | right | observed |\n|---|---|---|---|")
    for score in sorted(set(scores.values()), reverse=True):
        inside = [pair for pair in scores if scores[pair] == score]
        right = sum(pair in half.true for pair in inside)
        print(f"| {score:.3f} | {len(inside)} | {right} | {right / len(inside):.3f} |")


if __name__ == "__main__":
    main()
