"""Learns the shipped model of supplier links from one half of the labelled names.

    FOLKMOOT_TEST_DATA=DIR python -m benchmarks.supplier_link_training OUTPUT.json

Needs scikit-learn, which only this script uses. Pairs of names that normalise to the
same text are left out, as they are linked before the model is asked. The weights of
number and postcode are written below with their sources: no sample holds the truth of
them. Fixed order, no random numbers: the same input writes the same file.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.supplier_pairs import (
    candidates,
    pairs_of,
    records,
    same_plain_name,
)
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from folkmoot.registers.linking.names import Likeness, WordWeights, likeness
from folkmoot.registers.names.normalising import normalised_name

BANDS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98)
COMMON_WORD = 5
"""Names of the sample that share a word before it ships: counts of common words only."""
LINK_BAR = 0.85
"""A likely link is right six times in seven or better by itself; with the links of equal names,
which come first, 95 in 100 pairs of the half learnt from are right."""
FOLDS = 10

NUMBER = {"same": (0.60, 0.04), "different": (0.28, 0.90)}
"""Of pairs with one normalised name 28 % carried different numbers (labelled sample);
the rest is judgement: a shared number covers a group of like-named companies."""
POSTCODE = {"same": (0.60, 0.02), "nearby": (0.15, 0.08), "different": (0.25, 0.90)}
"""Judgement: firms have several offices, and few like-named firms share a postcode."""


def main() -> None:
    """Write the model, and print what it was learnt from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    output = parser.parse_args().output
    gold = Path(os.environ["FOLKMOOT_TEST_DATA"]) / "suppliers/gold.csv"
    rows = records(gold, half="written")
    keys = {normalised_name(row[0]) for row in rows} - {""}
    counts: Counter[str] = Counter()
    for key in keys:
        counts.update(set(key.split()))
    words = {w: n for w, n in sorted(counts.items()) if n >= COMMON_WORD}
    weights = WordWeights(keys, background=words, background_size=len(keys))
    true = pairs_of(rows, lambda row: (row[2], row[1]))
    features, labels, equal = [], [], Counter[str]()
    for one, other in sorted(candidates(rows)):
        is_true = (one.record, other.record) in true
        if one.forms.key == other.forms.key:
            if is_true or not same_plain_name(one.record, other.record):
                equal["right" if is_true else "wrong"] += 1
            continue
        features.append(likeness(one.forms, other.forms, weights))
        labels.append(is_true)
    x, y = np.array(features), np.array(labels)
    scaler = StandardScaler().fit(x)
    fitted = LogisticRegression(C=0.5, max_iter=5000).fit(scaler.transform(x), y)
    coefficients = fitted.coef_[0] / scaler.scale_
    intercept = float(fitted.intercept_[0] - coefficients @ scaler.mean_)
    # Each pair is scored by a model that did not see it, or the bands would be too sure.
    scores = cross_val_predict(
        make_pipeline(StandardScaler(), LogisticRegression(C=0.5, max_iter=5000)),
        x,
        y,
        cv=KFold(FOLDS),
        method="predict_proba",
    )[:, 1]
    model = {
        "note": "Learnt by benchmarks/supplier_link_training.py from one half of "
        "suppliers' names labelled with the numbers that buyers published beside them; "
        "holds weights and counts of common words, and no name.",
        "link_bar": LINK_BAR,
        "words_size": len(keys),
        "words": words,
        "name": {
            "intercept": round(intercept, 4),
            "weights": {
                field: round(float(value), 4)
                for field, value in zip(Likeness._fields, coefficients, strict=True)
            },
            "bands": list(BANDS),
        },
    }
    levels = np.searchsorted(BANDS, scores, side="right")
    prior = float(y.mean())
    bands = band_shares(levels, y)
    model["splink"] = splink_settings(prior, bands)
    output.write_text(json.dumps(model, indent=1) + "\n", "utf-8")
    print(f"{len(y)} pairs, {int(y.sum())} true; equal names {dict(equal)}")
    for level, (m, u) in enumerate(bands):
        p = prior * m / (prior * m + (1 - prior) * u)
        inside = levels == level
        print(f"band {level}: {inside.sum()} pairs, {y[inside].sum()} true, {p:.3f}")


def band_shares(levels: Any, y: Any) -> list[tuple[float, float]]:
    """The share of true and of other pairs that fall in each band (m and u).

    Neighbouring bands that would rank the less alike names as surer share their pairs.
    """
    pooled: list[list[float]] = []
    for level in range(len(BANDS) + 1):
        inside = levels == level
        pooled.append(
            [float(y[inside].sum()) + 0.5, float((~y[inside]).sum()) + 0.5, 1]
        )
        while len(pooled) > 1 and _odds(pooled[-2]) >= _odds(pooled[-1]):
            last = pooled.pop()
            pooled[-1] = [a + b for a, b in zip(pooled[-1], last, strict=True)]
    bands = [
        (right / count, wrong / count)
        for right, wrong, count in pooled
        for _ in range(int(count))
    ]
    total_m, total_u = (sum(share[i] for share in bands) for i in (0, 1))
    return [(m / total_m, u / total_u) for m, u in bands]


def _odds(band: list[float]) -> float:
    return band[0] / band[1]


def splink_settings(prior: float, bands: list[tuple[float, float]]) -> dict[str, Any]:
    """The model in Splink's own form."""
    top = len(bands) - 1
    name = [
        level(f"name_level_l = {n}", f"name band {n} of {top}", bands[n])
        for n in range(top, 0, -1)
    ]
    number = [
        missing("number_level_l = -1"),
        level("number_level_l = 1", "same number", NUMBER["same"]),
    ]
    postcode = [
        missing("postcode_level_l = -1"),
        level("postcode_level_l = 1", "same postcode", POSTCODE["same"]),
        level("postcode_level_l = 2", "postcodes nearby", POSTCODE["nearby"]),
    ]
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": round(prior, 6),
        "retain_matching_columns": False,
        "comparisons": [
            comparison("name_level", [*name, level("ELSE", "other names", bands[0])]),
            comparison(
                "number_level",
                [*number, level("ELSE", "other number", NUMBER["different"])],
            ),
            comparison(
                "postcode_level",
                [*postcode, level("ELSE", "other place", POSTCODE["different"])],
            ),
        ],
    }


def comparison(column: str, levels: list[dict[str, Any]]) -> dict[str, Any]:
    return {"output_column_name": column, "comparison_levels": levels}


def level(sql: str, label: str, shares: tuple[float, float]) -> dict[str, Any]:
    return {
        "sql_condition": sql,
        "label_for_charts": label,
        "m_probability": round(shares[0], 7),
        "u_probability": round(shares[1], 7),
    }


def missing(sql: str) -> dict[str, Any]:
    return {
        "sql_condition": sql,
        "label_for_charts": "not known",
        "is_null_level": True,
    }


if __name__ == "__main__":
    main()
