"""Every key of a TOML text is found on the line where a person would look for it."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.core.toml_lines import line_of, lines_of

TEXT = '''# a comment with [brackets] and = signs
title = "one"
[table]
plain = 1 # [not a table]
"quoted key" = 'x = 1'
dotted.inner = true
many = """
[[not.a.table]]
key = "value"
"""
list = [
  "a", # first
  { deep = { deeper = [1, 2] }, b = "}," },
  [3,
   4],
]

[[array]]
a = 1
[[array.inner]]
b = 2
[[array.inner]]
b = 3
[array.settings]
c = 4
[[array]]
a = 2026-03-02
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("table",), 3),
        (("table", "plain"), 4),
        (("table", "quoted key"), 5),
        (("table", "dotted", "inner"), 6),
        (("table", "list"), 11),
        (("table", "list", 0), 12),
        (("table", "list", 1, "deep", "deeper", 1), 13),
        (("table", "list", 1, "b"), 13),
        (("table", "list", 2, 1), 15),
        (("array", 0, "a"), 19),
        (("array", 0, "inner", 1, "b"), 23),
        (("array", 0, "settings", "c"), 25),
        (("array", 1, "a"), 27),
        (("array", 1, "nothing", 3), 26),
        (("nowhere",), 1),
    ],
)
def test_a_path_has_its_line(path, line):
    tomllib.loads(TEXT)
    assert line_of(lines_of(TEXT), path) == line


def paths(value, here=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*here, key)
            yield from paths(inner, (*here, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield (*here, number)
            yield from paths(inner, (*here, number))


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8
)
values = st.recursive(
    st.booleans() | st.integers(-99, 99) | words,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3)
    ),
    max_leaves=8,
)


def written(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[\n" + ",\n".join(written(one) for one in value) + "\n]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{written(k)} = {written(v)}" for k, v in value.items())
        return "{" + pairs + "}"
    return str(value)


@given(st.dictionaries(words, values, max_size=4))
def test_every_path_of_any_document_has_a_line(document):
    text = "".join(f"{written(key)} = {written(v)}\n" for key, v in document.items())
    assert tomllib.loads(text) == document
    found = lines_of(text)
    # An escape in a key is the one thing that is compared as written.
    plain = {
        p
        for p in paths(document)
        if not any("\\" in str(k) or '"' in str(k) for k in p)
    }
    assert plain <= set(found)
    assert all(1 <= line <= text.count("\n") for line in found.values())
