"""How sure a link between two names is: a small model of our own, applied by Splink.

The model is `reference/supplier_link_model.json`: weights that turn the likeness of two
names into one score, and a Splink model with one comparison for each independent fact:
the name, the number and the postcode. `benchmarks/supplier_link_training.py` learnt the
name from one half of a labelled sample; the other half was never seen. It is only
applied here, so the same list gives the same answer on every machine. The weights of
number and postcode are judgements, as no sample at hand holds them beside the truth;
each says its source in the file.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from operator import mul
from typing import Any, Final, NamedTuple

from folkmoot.registers.linking.names import Likeness, WordWeights

NOT_KNOWN: Final = -1
DIFFERENT: Final = 0
SAME: Final = 1
"""Levels of the number; a postcode has also `NEARBY`."""
NEARBY: Final = 2


class Vector(NamedTuple):
    """What two suppliers' facts say of one another: a level for each comparison."""

    name_level: int
    number_level: int
    postcode_level: int


@cache
def _model() -> dict[str, Any]:
    text = files("folkmoot.registers").joinpath("reference/supplier_link_model.json")
    loaded: dict[str, Any] = json.loads(text.read_text(encoding="utf-8"))
    return loaded


def link_bar() -> float:
    """The score from which a likely link is made: right six times in seven or better.

    With the links of equal names, of which there are more, 95 in 100 are right.
    """
    return float(_model()["link_bar"])


def word_weights(keys: Iterable[str]) -> WordWeights:
    """The weight of each word, from the list's names and the sample's commonest words."""
    words: Mapping[str, int] = _model()["words"]
    return WordWeights(keys, background=words, background_size=_model()["words_size"])


def name_score(found: Likeness) -> float:
    """Likeness as one number between 0 and 1: the name's single comparison."""
    total = _intercept() + sum(map(mul, _weights(), found))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _intercept() -> float:
    return float(_model()["name"]["intercept"])


@cache
def _weights() -> tuple[float, ...]:
    weights: Mapping[str, float] = _model()["name"]["weights"]
    return tuple(float(weights[field]) for field in Likeness._fields)


def name_level(score: float) -> int:
    """The band of a name score; 0 is the least alike."""
    return bisect_right(_bands(), score)


@cache
def _bands() -> tuple[float, ...]:
    return tuple(_model()["name"]["bands"])


def link_scores(vectors: Iterable[Vector]) -> dict[Vector, float]:
    """The probability that Splink gives each distinct vector of levels.

    A list of any length has at most a few hundred, so the model is applied in one call,
    and no engine's own likeness of texts comes into it.
    """
    distinct = sorted(set(vectors))
    if not distinct:
        return {}
    import duckdb
    from splink import DuckDBAPI, Linker

    left = [
        {"unique_id": number, **vector._asdict()}
        for number, vector in enumerate(distinct)
    ]
    connection = duckdb.connect(":memory:")
    try:
        api = DuckDBAPI(connection=connection)
        import pyarrow as pa

        table = api.register(pa.Table.from_pylist(left))
        linker = Linker(table, _model()["splink"], log_level="ERROR")
        scored = linker.inference.score_pairs(left, [{**left[0], "unique_id": -1}])
        rows = scored.as_record_list()
    finally:
        connection.close()
    return {
        distinct[max(row["unique_id_l"], row["unique_id_r"])]: float(
            row["match_probability"]
        )
        for row in rows
    }


def agreement(one: Sequence[object], other: Sequence[object]) -> int:
    """Whether two sets of facts have one in common, differ, or say nothing."""
    if not one or not other:
        return NOT_KNOWN
    return DIFFERENT if set(one).isdisjoint(other) else SAME
