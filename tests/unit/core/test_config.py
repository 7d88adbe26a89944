from pathlib import Path

import pytest

from folkmoot.core.config import config_text, read_config
from folkmoot.core.exceptions import ConfigError

GOOD = """
[group]
name = "Saltmarsh councils"
members = ["X90000001", "X90000002"]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "folkmoot.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_group_has_a_name_and_members(tmp_path):
    config = read_config(written(tmp_path, GOOD))
    assert config.group_name == "Saltmarsh councils"
    assert config.members == ("X90000001", "X90000002")
    assert config.is_invented is False


def test_a_desk_reads_its_own_table(tmp_path):
    config = read_config(
        written(tmp_path, GOOD + "[buy]\nbridging_days = 90\n"), desks=("buy",)
    )
    assert config.desks["buy"]["bridging_days"] == 90


def test_what_init_writes_reads_back(tmp_path):
    text = config_text('The "Three" \\ councils', ("X90000001",))
    config = read_config(written(tmp_path, text))
    assert config.group_name == 'The "Three" \\ councils'
    assert config.members == ("X90000001",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[group\n", "is not valid TOML"),
        ("", "has no [group]"),
        ('[group]\nname = "A"\n', "lacks `members`"),
        ("[group]\nname = 1\nmembers = []\n", "`name` is 1"),
        ('[group]\nname = "A"\nmembers = [1]\n', "no text"),
        ('[group]\nname = "A"\nmembers = ["E1", "E1"]\n', "E1 more than once"),
        (GOOD + "[byu]\n", "[byu] that nothing reads"),
        (GOOD + "colour = 1\n", "`colour` that nothing reads"),
        (GOOD + '[[councils]]\ngss = "X9"\n', "number 1 lacks `name`"),
    ],
)
def test_each_mistake_is_said_with_its_place(tmp_path, text, said):
    with pytest.raises(ConfigError) as caught:
        read_config(written(tmp_path, text))
    assert said in caught.value.what
    assert caught.value.next_step
