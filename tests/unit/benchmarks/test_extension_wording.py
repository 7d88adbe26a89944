"""The reading of real wordings stays about as good as RESULTS.md says."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))

from extension_wording import labels, measured

DATA = os.environ.get("FOLKMOOT_TEST_DATA")


def test_the_labels_keep_no_text():
    for label in labels():
        assert len(label["sentence"]) == 24
        assert int(label["sentence"], 16) >= 0


@pytest.mark.skipif(not DATA, reason="FOLKMOOT_TEST_DATA is not set")
def test_real_wordings_are_read_about_as_well_as_was_measured():
    result = measured(Path(DATA))
    assert result["unseen"].labelled >= 40
    assert result["unseen"].precision >= 0.9
    assert result["unseen"].recall >= 0.9
    coverage = result["coverage"]
    assert coverage.said > 100
    assert coverage.read > 8 * coverage.unread
