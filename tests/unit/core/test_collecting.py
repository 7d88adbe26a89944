"""Python's collector is slowed for a block and set back, whatever happens inside."""

from __future__ import annotations

import gc

import pytest

from folkmoot.core.collecting import seldom_collecting


def test_collects_seldom_inside_and_as_before_outside():
    before = gc.get_threshold()
    with seldom_collecting():
        assert gc.get_threshold()[0] > before[0]
        assert gc.isenabled()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_is_set_back_after_an_error():
    before = gc.get_threshold()
    with pytest.raises(ValueError), seldom_collecting():
        raise ValueError
    assert gc.get_threshold() == before
