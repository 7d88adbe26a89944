"""What coded contracts teach: only what holds in councils left out, else nothing."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from folkmoot.registers.needs.learned import LEARNING_NEEDS, Asked, LearnedNeeds
from folkmoot.registers.needs.learned_bars import (
    PRECISION_ASKED,
    Tried,
    bar_of,
    fold_of,
    lower_bound,
    tried_on_others,
)
from folkmoot.registers.needs.learned_standing import standing_rows
from folkmoot.registers.needs.learned_words import (
    CodedContract,
    ContractWords,
    as_written,
    features,
)
from folkmoot.registers.subjects import coded_contracts

KINDS = {
    "1511": ("owl", "barn", "nest", "feather"),
    "1512": ("gull", "cliff", "wave", "beak"),
    "9211": ("crow", "field", "corn", "straw"),
}
COUNCILS = [f"X9{n:07d}" for n in range(12)]


def _coded(
    *, rows: int = 360, councils: int = 12, noise: bool = False
) -> list[CodedContract]:
    """Titles of two words of their kind and two of no meaning, in turn of each council."""
    chance = random.Random(3)
    made = []
    for number in range(rows):
        code = sorted(KINDS)[number % 3]
        words = [*chance.sample(KINDS[code], 2), f"plot{number}", f"site{number % 7}"]
        given = chance.choice(sorted(KINDS)) if noise else code
        made.append(
            CodedContract(
                ContractWords(" ".join(words)), given, COUNCILS[number % councils]
            )
        )
    return made


def _read(learned: LearnedNeeds, title: str, within: str = "") -> str | None:
    answer = learned.read([Asked(ContractWords(title), within)])[0]
    return None if answer is None else answer.code


@pytest.fixture(scope="module")
def learned() -> LearnedNeeds:
    return LearnedNeeds(_coded())


def test_words_of_coded_contracts_tell_the_class(learned: LearnedNeeds) -> None:
    assert _read(learned, "Owls of the barn") == "1511"
    assert _read(learned, "Beaks, cliffs", "15") == "1512"
    assert _read(learned, "Something never seen") is None


def test_the_answer_says_which_words_and_how_often_it_was_right(
    learned: LearnedNeeds,
) -> None:
    answer = learned.read([Asked(ContractWords("Nests: a Barn for owls"))])[0]
    assert answer is not None
    assert "“barn”" in answer.reason or "“nests”" in answer.reason
    assert "contracts coded" in answer.reason
    assert "in councils left out" in answer.reason
    assert 0.9 <= answer.confidence <= 0.99


def test_a_word_of_one_council_alone_is_no_evidence_that_is_told() -> None:
    coded = _coded()
    own = [replace(c, council_id="X90000099") for c in coded[:30:3]]
    told = [
        replace(c, words=ContractWords(c.words.title + " Quillfeather")) for c in own
    ]
    answer = LearnedNeeds([*coded, *told]).read(
        [Asked(ContractWords("Quillfeather owls"))]
    )[0]
    assert answer is not None
    assert "uillfeather" not in answer.reason


def test_codes_without_sense_teach_nothing() -> None:
    learned = LearnedNeeds(_coded(noise=True))
    assert all(s.bar.least is None for s in learned.standing.values() if s.digits == 4)
    assert _read(learned, "Owls of the barn") is None
    rows = standing_rows(learned)
    assert any("No class is read" in row["note"] for row in rows)


def test_too_few_rows_or_councils_are_silent_and_say_so() -> None:
    few = LearnedNeeds(_coded(rows=LEARNING_NEEDS - 1))
    assert "200 are needed" in few.silence
    assert _read(few, "Owls of the barn") is None
    lonely = LearnedNeeds(_coded(councils=2))
    assert "2 councils" in lonely.silence
    (row,) = standing_rows(lonely)
    assert row["note"].startswith("Nothing was learned")


def test_the_order_of_rows_changes_nothing(learned: LearnedNeeds) -> None:
    rows = _coded()
    random.Random(1).shuffle(rows)
    shuffled = LearnedNeeds(rows)
    asked = [Asked(ContractWords("Straw, owls and corn")), Asked(ContractWords("Gull"))]
    assert shuffled.read(asked) == learned.read(asked)
    assert [s.bar.least for s in shuffled.standing.values()] == [
        s.bar.least for s in learned.standing.values()
    ]


def test_a_council_is_read_by_a_model_that_has_not_seen_it() -> None:
    """A word that one council alone uses cannot help to read that council."""
    texts = [("alone", "owl")] * 20 + [("common", "gull")] * 20
    codes = ["1511"] * 20 + ["1512"] * 20
    councils = ["A"] * 20 + ["B"] * 20
    if fold_of("A") == fold_of("B"):
        councils = ["A"] * 20 + ["C"] * 20
    tried = tried_on_others(texts, codes, councils, digits=4, given=(0,))[0]
    assert not any(one.is_right for one in tried)


def test_the_bar_is_the_lowest_at_which_the_share_right_holds() -> None:
    tried = [Tried(n, float(100 - n), "x", n < 95 or n % 2 == 0) for n in range(200)]
    bar = bar_of(tried)
    assert bar.least is not None
    above = [t for t in tried if t.margin >= bar.least]
    right = sum(t.is_right for t in above)
    assert lower_bound(right, len(above)) >= PRECISION_ASKED
    below = [t for t in tried if t.margin >= bar.least - 1]
    assert lower_bound(sum(t.is_right for t in below), len(below)) < PRECISION_ASKED
    assert bar.share_right(bar.least - 1) is None
    assert (
        bar_of([Tried(n, float(n), "x", n % 2 == 0) for n in range(90)]).least is None
    )


def test_equal_margins_are_taken_or_left_together() -> None:
    tried = [Tried(n, 5.0, "x", n < 40) for n in range(60)]
    assert bar_of(tried).least is None, "40 right of 60 at one margin is no bar"


def test_features_fold_words_and_name_their_source() -> None:
    found = features(
        ContractWords("Mowing of verges", "Grass is cut", "Grounds upkeep")
    )
    assert {
        "mowing",
        "verge",
        "mowing verge",
        "stem:mowin",
        "grass",
        "paid:ground",
    } <= set(found)
    assert as_written("asbesto", ContractWords("Asbestos, removal")) == "asbestos"


def test_names_of_people_are_no_words_to_learn_from() -> None:
    row = {
        "cpv_codes": "60120000",
        "council_id": "X1",
        "title": "Taxi for Mrs Quillfeather",
        "safe_title": "Taxi for an individual",
        "description": "Driver: J Quillfeather",
        "safe_description": "Driver: an individual",
        "category_text": None,
        "paid_under": None,
    }
    (coded,) = coded_contracts([row])
    assert "taxi" in features(coded.words)
    assert not any("quillf" in word for word in features(coded.words))
