"""No damage to a file makes a reader raise, and none makes the sums wrong."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from tests.generative.every_reader import hold, mutant, sound_files

SOUND = sound_files()
DAMAGE = st.lists(
    st.tuples(st.sampled_from(sorted(SOUND)), st.integers(0, 2**32 - 1)),
    min_size=1,
    max_size=12,
)
"""Which file, and the seed that damages it; cleaning costs more than twelve readings."""


def test_sound_files_are_read(tmp_path: Path) -> None:
    counted = hold(tmp_path, SOUND)
    assert counted["kept"] >= 30
    assert counted["furniture"] >= 15


@pytest.mark.slow
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(DAMAGE)
def test_damaged_files_are_accounted_for(damage: list[tuple[str, int]]) -> None:
    files = {
        f"{number:02d}_{name}": mutant(SOUND[name], random.Random(seed))
        for number, (name, seed) in enumerate(damage)
    }
    with tempfile.TemporaryDirectory() as folder:
        hold(Path(folder), files)
