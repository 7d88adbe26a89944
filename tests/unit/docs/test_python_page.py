"""The page of the Python functions: its example runs, and nothing on it is undocumented."""

import doctest
import importlib
import inspect
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "docs"))

import python_page

NAMES = list(python_page.documented())


def test_the_example_gives_what_it_prints():
    test = doctest.DocTestParser().get_doctest(
        python_page.EXAMPLE, {}, "example", "docs/python_page.py", 0
    )
    told: list[str] = []
    doctest.DocTestRunner().run(test, out=told.append)
    assert not told, "".join(told)


@pytest.mark.parametrize(("module", "name"), NAMES, ids=[name for _, name in NAMES])
def test_each_says_what_it_takes_and_gives(module, name):
    found = getattr(importlib.import_module(python_page.ROOT + module), name)
    said = inspect.getdoc(found) or ""
    assert len(said) > 30
    if not inspect.isclass(found):
        assert inspect.signature(found).return_annotation is not inspect.Signature.empty
