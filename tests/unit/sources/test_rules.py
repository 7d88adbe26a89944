"""Every rule that the code can write is in the one registry, and no rule is there in vain."""

from __future__ import annotations

import ast
from pathlib import Path

import ibis
import pytest

import folkmoot
from folkmoot.sources import rules
from folkmoot.sources.rules import RULES, issue_row

PACKAGE = Path(folkmoot.__file__).parent
ROOMS = ("sources", "registers")
NAMED = {"rule", "problem", "refusal"}
"""Arguments and fields that take a rule's name; an empty one means that nothing is wrong."""
PLACES = {"note": 1, "_issue": 1, "Unit": 2, "issue_row": 0}
"""Calls that take one by place: the argument's number."""
NOT_RULES = {"_date_problem", "_problem"}


def written_rules() -> dict[str, str]:
    """Every literal that the code hands on as a rule, and the file in which it stands."""
    found = {}
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                for text in literals(node):
                    found[text] = path.name
    return found


def literals(node: ast.AST) -> list[str]:
    if not isinstance(node, ast.Call):
        return []
    called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    called = node.func.id if isinstance(node.func, ast.Name) else called
    given = [word.value for word in node.keywords if word.arg in NAMED]
    place = PLACES.get(called)
    if place is not None and len(node.args) > place:
        given.append(node.args[place])
    return [text for value in given for text in texts_of(value)]


def texts_of(value: ast.expr) -> list[str]:
    """The literal itself, or the one in `ibis.literal("…")` or an either-or."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return [value.value] if value.value else []
    if isinstance(value, ast.IfExp):
        return [*texts_of(value.body), *texts_of(value.orelse)]
    is_call = isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)
    if is_call and value.func.attr == "literal":
        return texts_of(value.args[0])
    return []


def is_rule_like(text: str) -> bool:
    return text.isidentifier() and not text.endswith(tuple(NOT_RULES))


def test_no_rule_is_written_that_the_registry_does_not_have() -> None:
    unknown = {
        text: file
        for text, file in written_rules().items()
        if is_rule_like(text) and text not in RULES
    }
    assert unknown == {}


@pytest.mark.parametrize(
    "code",
    [
        'self._issue(unit, "made_up")',
        'papers.note("", "made_up", "A sentence.")',
        'Unit("/0", raw, "made_up", "A sentence.")',
        'issue_row("made_up", source_id="s")',
        'DateReading(problem="made_up")',
        '_issues(rows, rule=ibis.literal("made_up"))',
        'f(rule="made_up" if x else "")',
    ],
)
def test_the_search_sees_each_way_of_writing_a_rule(code: str) -> None:
    assert literals(ast.parse(code, mode="eval").body) == ["made_up"]


def test_the_search_of_the_code_finds_rules() -> None:
    assert len(set(written_rules()) & set(RULES)) > len(RULES) / 3


@pytest.mark.parametrize("name", sorted(RULES))
def test_each_rule_is_written_somewhere(name: str) -> None:
    code = [
        path.read_text("utf-8")
        for room in ROOMS
        for path in sorted((PACKAGE / room).rglob("*.py"))
        if path.name != "rules.py"
    ]
    assert any(f'"{name}"' in text for text in code)


@pytest.mark.parametrize("name", sorted(RULES))
def test_each_rule_has_a_severity_and_a_sentence(name: str) -> None:
    rule = RULES[name]
    assert rule.severity in {"refused", "cell", "note"}
    assert rule.message[0].isupper()
    assert rule.message.endswith(".")


def test_no_rule_stands_in_two_groups() -> None:
    assert len(RULES) == len(rules.READING) + len(rules.CLEANING) + len(rules.RESOLVING)


def test_an_unknown_rule_makes_no_issue() -> None:
    with pytest.raises(KeyError):
        issue_row("no_such_rule", source_id="s")


def test_an_issue_says_the_rules_own_sentence_unless_it_knows_more() -> None:
    assert issue_row("no_date", source_id="s")["message"] == RULES["no_date"].message
    told = issue_row("no_date", source_id="s", message="Not one.", row_number=3)
    assert (told["message"], told["row_number"]) == ("Not one.", 3)
    assert told["severity"] == "note"


def test_cleaning_gives_each_of_its_rules_both() -> None:
    names = ibis.memtable({"rule": sorted(rules.CLEANING)})
    told = names.mutate(
        severity=rules.severities(names.rule), message=rules.messages(names.rule)
    ).to_pyarrow()
    for row in told.to_pylist():
        rule = RULES[row["rule"]]
        assert (row["severity"], row["message"]) == (rule.severity, rule.message)
