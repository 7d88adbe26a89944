"""The page of the survey functions that other programs may call, drawn from their docstrings."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator

ROOT = "folkmoot."

PARTS: tuple[tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
    (
        "A whole survey",
        "From a survey file to what is published; `folkmoot ask` calls these.",
        (
            ("ask.survey.file", ("read_survey",)),
            ("ask.answers.reading", ("read_answers",)),
            ("ask.publish.publication", ("worked_out",)),
            ("ask.publish.run", ("publish",)),
            ("ask.publish.waves", ("compared",)),
        ),
    ),
    (
        "A sample",
        "Arrays of n people; codes are whole numbers from 0, and -1 where there is none.",
        (("ask.estimation.design", ("Design", "Calibration")),),
    ),
    (
        "Weights",
        "What a sample is brought to, and what it costs.",
        (
            ("ask.estimation.margins", ("Margin",)),
            (
                "ask.estimation.weights",
                ("raked", "post_stratified", "Weighting", "effective_base", "kish_deff"),
            ),
        ),
    ),
    (
        "Estimates",
        "Figures with the covariance that the design gives them.",
        (
            (
                "ask.estimation.estimates",
                (
                    "Estimates", "estimate", "ratio", "proportions", "proportions_by",
                    "selected", "nets", "contrast",
                ),
            ),
            ("ask.estimation.variance", ("covariance_of_totals",)),
            (
                "ask.estimation.intervals",
                ("t_interval", "net_interval", "logit_interval", "exact_interval", "quantile"),
            ),
        ),
    ),
    (
        "Tables and tests",
        "Counts of many tables at once, and what may be said of their columns.",
        (
            ("ask.estimation.crosstabs", ("Question", "Options", "Banner", "book")),
            ("ask.estimation.letters", ("letters",)),
            ("ask.estimation.rao_scott", ("rao_scott", "TableTests", "linearised_letters")),
        ),
    ),
    (
        "Segments, classes and places",
        "What is fitted and not only counted.",
        (
            ("ask.models.segments", ("by_rules", "agreement")),
            ("ask.models.classes", ("latent_classes",)),
            ("ask.models.class_errors", ("class_errors",)),
            ("ask.models.stability", ("stability",)),
            ("ask.models.small_places", ("Population", "effective_counts", "place_estimates")),
        ),
    ),
    (
        "Small counts",
        "What to hide, and the proof that it cannot be worked out.",
        (
            (
                "core.disclosure",
                (
                    "Cells", "table_cells", "with_margins", "linked", "suppressed",
                    "audited", "Exposure",
                ),
            ),
        ),
    ),
)  # fmt: skip
"""Title, what it is for, and the names of each module, in the order of the page."""

ERRORS = "ask.estimation.errors"

EXAMPLE = """\
>>> import numpy as np
>>> from folkmoot.ask.estimation.design import Design
>>> from folkmoot.ask.estimation.estimates import (
...     contrast,
...     nets,
...     proportions,
...     proportions_by,
... )
>>> from folkmoot.ask.estimation.intervals import logit_interval, net_interval
>>> from folkmoot.ask.estimation.margins import Margin
>>> from folkmoot.ask.estimation.weights import raked

Eight councillors of four councils: 0 agrees, 1 is between, 2 disagrees; then their party.

>>> answer = np.array([0, 0, 1, 0, 2, 0, 2, 1])
>>> party = np.array([0, 1, 0, 1, 0, 1, 1, 0])
>>> council = np.array([0, 0, 1, 1, 2, 2, 3, 3])

Weights that bring the first party to 40 per cent, and what they cost.

>>> margin = Margin("party", ("harbour", "orchard"), np.array([0.4, 0.6]))
>>> weighting = raked(np.ones(8), [party], [margin])
>>> weighting.weights.round(2).tolist()
[0.8, 1.2, 0.8, 1.2, 0.8, 1.2, 1.2, 0.8]
>>> f"{weighting.kish_deff:.2f} {weighting.efficiency:.0%}"
'1.04 96%'

Shares and a net, with errors that know the councils and the raking.

>>> design = Design(weighting.weights, clusters=council, calibration=weighting.calibration)
>>> shares = proportions(design, answer, 3)
>>> (100 * shares.values).round(1).tolist()
[55.0, 20.0, 25.0]
>>> shares.df
3.0
>>> found = logit_interval(shares)
>>> [f"{low:.2f} to {high:.2f}" for low, high in zip(found.lower, found.upper)][0]
'0.08 to 0.95'
>>> net = nets(shares, positive=(0,), negative=(2,))
>>> f"{net.values[0]:+.2f}", f"{net.standard_errors[0]:.2f}"
('+0.30', '0.34')
>>> bool(net_interval(net).lower[0] >= -1)
True

A gap between the parties in who agrees: values stand group by group.

>>> by = proportions_by(design, answer, 3, party, 2)
>>> gap = contrast(by, np.array([[-1, 0, 0, 1, 0, 0]]))
>>> f"{gap.values[0]:+.2f}"
'+0.50'

What to hide of a table, and the proof.

>>> from folkmoot.core.disclosure import SmallCounts, suppressed, table_cells
>>> cells = table_cells(np.array([[1, 20, 30], [18, 25, 22], [31, 9, 27]]))
>>> done = suppressed(cells, SmallCounts(3))
>>> int(done.primary.sum()), done.exposure.is_safe
(1, True)
"""
"""Tried as it stands by `tests/unit/docs/test_python_page.py`."""


def page() -> str:
    """Every public function of surveys, part by part."""
    lines = [
        "# Surveys from Python",
        "",
        "The functions of the ask desk that other programs may call, drawn from their docstrings.",
        "Shapes are written (rows, columns), n is people. Formulas in words, and how they were",
        "tried: [survey numbers](../explanation/survey-numbers.md). For data rather than methods,",
        "the web pages answer as [JSON](schemas/openapi.json) too.",
        "",
        "## An example",
        "",
        "```pycon",
        *EXAMPLE.rstrip().splitlines(),
        "```",
        "",
    ]
    for title, purpose, modules in PARTS:
        lines += [f"## {title}", "", purpose, ""]
        for module, names in modules:
            lines += [f"From `{ROOT}{module}`:", ""]
            for name in names:
                lines += _entry(module, name)
    lines += [
        "## Errors",
        "",
        "From `folkmoot.ask.estimation.errors`, all `FolkmootError`s ",
    ]
    lines[-1] += "with `what` and `next_step`:"
    lines += ["", "| error | base | when |", "|---|---|---|", *_errors(), ""]
    return "\n".join(lines)


def documented() -> Iterator[tuple[str, str]]:
    """Module and name of everything on the page."""
    for _, _, modules in PARTS:
        for module, names in modules:
            yield from ((module, name) for name in names)


def _entry(module: str, name: str) -> list[str]:
    found = getattr(importlib.import_module(ROOT + module), name)
    lines = [f"### `{name}`", "", "```python", _signature(found, name), "```", ""]
    lines += [_plain(inspect.getdoc(found) or ""), ""]
    if inspect.isclass(found):
        lines += _properties(found)
    return lines


def _signature(found: object, name: str) -> str:
    signature = inspect.signature(found)  # type: ignore[arg-type]
    parts = [_parameter(one) for one in signature.parameters.values()]
    kinds = [one.kind for one in signature.parameters.values()]
    first = next(
        (i for i, k in enumerate(kinds) if k is inspect.Parameter.KEYWORD_ONLY), None
    )
    if first is not None:
        parts.insert(first, "*")
    back = signature.return_annotation
    ends = "" if inspect.isclass(found) else f" -> {str(back).strip(chr(39))}"
    short = f"{name}({', '.join(parts)}){ends}"
    if len(short) <= 88:
        return short
    inside = "".join(f"    {one},\n" for one in parts)
    return f"{name}(\n{inside}){ends}"


def _parameter(one: inspect.Parameter) -> str:
    default = "" if one.default is one.empty else f" = {one.default!r}"
    return f"{one.name}: {one.annotation}{default}"


def _properties(found: type) -> list[str]:
    said = [
        f"- `.{name}`: {_plain(inspect.getdoc(value) or '')}"
        for name, value in vars(found).items()
        if isinstance(value, property) and not name.startswith("_")
    ]
    return [*said, ""] if said else []


def _errors() -> Iterator[str]:
    module = importlib.import_module(ROOT + ERRORS)
    for name, found in vars(module).items():
        if inspect.isclass(found) and found.__module__ == module.__name__:
            first = (found.__doc__ or "").strip().splitlines()[0]
            yield f"| `{name}` | `{found.__bases__[0].__name__}` | {first} |"


def _plain(text: str) -> str:
    """Lines of a docstring; an indented formula stays one."""
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
