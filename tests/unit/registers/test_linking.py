"""Names brought together by what is rare in them, with ids that stay and people hidden.

All names are invented.
"""

import json
from importlib.resources import files

import pytest

from folkmoot.registers.linking.candidates import Node, candidate_pairs
from folkmoot.registers.linking.clusters import clusters_of
from folkmoot.registers.linking.list_files import ListedName
from folkmoot.registers.linking.lists import EarlierName, linked_suppliers
from folkmoot.registers.linking.model import (
    DIFFERENT,
    NEARBY,
    NOT_KNOWN,
    SAME,
    Vector,
    agreement,
    link_bar,
    link_scores,
    name_level,
    name_score,
    word_weights,
)
from folkmoot.registers.linking.names import Likeness, is_unlike, likeness, name_forms
from folkmoot.registers.linking.pairs import ScoredPair, scored_pairs

SECRET = b"s" * 32


def listed(*names):
    """Rows from 2 on; a name, or a name with scheme, number and postcode."""
    rows = [name if isinstance(name, tuple) else (name,) for name in names]
    return [ListedName(number, *row) for number, row in enumerate(rows, 2)]


def linked(*names, earlier=()):
    return linked_suppliers(listed(*names), secret=SECRET, earlier=earlier)


def ids(*names):
    return [name.supplier_id for name in linked(*names).names]


def score(one, other):
    weights = word_weights([name_forms(one).key, name_forms(other).key])
    level = name_level(
        name_score(likeness(name_forms(one), name_forms(other), weights))
    )
    vector = Vector(level, NOT_KNOWN, NOT_KNOWN)
    return link_scores([vector])[vector]


ONE_SUPPLIER = [
    ("6 Point 9 Limited", "6Point9 Ltd"),
    ("Thornwick Bio-Medical Services", "Thornwick Biomedical Services Ltd"),
    ("Ashby Kestle Lift Repairs Ltd", "Ashby Kestle Lift Repairs Group Limited"),
    ("FURNITURE @ ZELBY LTD", "FURNITURE@ZELBY LTD"),
    ("Quennell Van Orden Electronic Publishing", "Quennell Van Orden"),
]
TWO_SUPPLIERS = [
    ("Devon Building Services Ltd", "Devon Cleaning Services Ltd"),
    ("South West Care Homes", "South West Housing"),
    ("Zelby Flooring", "Kestle Flooring"),
    ("Unit 3 Training", "Unit 9 Training"),
    ("Community Health Services", "Community Leisure Trust"),
]


@pytest.mark.parametrize(("one", "other"), ONE_SUPPLIER)
def test_names_of_one_supplier_reach_the_review_at_least(one, other):
    assert score(one, other) >= 0.4


@pytest.mark.parametrize(("one", "other"), TWO_SUPPLIERS)
def test_common_words_make_no_supplier(one, other):
    assert score(one, other) < 0.4


def test_most_of_the_frozen_cases_are_linked_and_none_wrongly():
    assert sum(score(*pair) >= link_bar() for pair in ONE_SUPPLIER) >= 3
    assert not [pair for pair in TWO_SUPPLIERS if score(*pair) >= link_bar()]


def test_a_number_never_joins_two_unlike_names():
    number = ("GB-COH", "01234569", "")
    one, other = ids(("Zelby Flooring", *number), ("Kestle Payroll", *number))
    assert one != other


def test_a_number_and_a_like_name_join_and_say_so():
    number = ("GB-COH", "01234569", "LS1 4AP")
    names = linked(
        ("Zelby Lift Care Ltd", *number), ("Zelby Lift Maintenance", *number)
    ).names
    assert names[0].supplier_id == names[1].supplier_id
    assert names[1].method == "identifier_and_name"
    says = names[1].evidence
    assert says.startswith("Same company number, same postcode and")
    assert "'zelby'" in says
    assert names[1].linked_name == "Zelby Lift Care Ltd"
    assert names[0].method == "own_name"


def test_a_number_that_differs_counts_against():
    plain = Vector(7, NOT_KNOWN, NOT_KNOWN)
    same, differs = Vector(7, SAME, NOT_KNOWN), Vector(7, DIFFERENT, NOT_KNOWN)
    near = Vector(7, NOT_KNOWN, NEARBY)
    scores = link_scores([plain, same, differs, near])
    assert scores[differs] < scores[plain] < scores[near] < scores[same]


def test_the_more_alike_the_surer():
    scores = link_scores(Vector(n, NOT_KNOWN, NOT_KNOWN) for n in range(11))
    ordered = [scores[vector] for vector in sorted(scores)]
    assert ordered == sorted(ordered)
    assert 0 < ordered[0] < 0.01
    assert link_bar() < ordered[-1] < 1


def test_no_vectors_need_no_engine():
    assert link_scores([]) == {}


def test_doubtful_pairs_are_listed_and_not_joined():
    found = linked("Zelby Fire Security", "Zelby Security Ltd")
    assert len({name.supplier_id for name in found.names}) == 2
    (pair,) = found.doubtful
    assert 0.4 <= pair.score < link_bar()
    assert "'zelby'" in pair.evidence
    assert pair.same == ""


def test_adding_names_below_changes_no_id():
    names = ("Zelby Lift Care", "Kestle Flooring", "Quennell Payroll Group")
    more = ("ZELBYLIFT CARE LTD", "Quennell Payroll", "A Fresh Start CIC")
    assert ids(*names, *more)[:3] == ids(*names)


def test_an_earlier_answer_keeps_its_ids_and_its_suppliers_apart():
    earlier = [
        EarlierName(ListedName(0, "Zelby Lift Care Ltd"), "supplier-a", "Zelby"),
        EarlierName(ListedName(0, "Zelby-Liftcare"), "supplier-b", "Zelby Liftcare"),
    ]
    found = linked("ZELBY LIFT CARE", "Zelbylift Care Ltd", earlier=earlier)
    first, second = found.names
    assert (first.supplier_id, first.display_name) == ("supplier-a", "Zelby")
    assert first.method == "exact_name"
    assert second.supplier_id in {"supplier-a", "supplier-b"}
    (pair,) = found.doubtful
    assert {pair.one_id, pair.other_id} == {"supplier-a", "supplier-b"}
    assert pair.evidence.endswith("two suppliers of the earlier answer.")


def test_a_person_is_masked_everywhere_and_counted():
    found = linked("Jane Smith", "Jane Smith Plastering", "Zelby Flooring Ltd")
    assert found.counts["hidden_individuals"] >= 1
    assert "Jane" not in json.dumps([str(name) for name in found.names[:1]])
    assert not any(pair.one_name == "Jane Smith" for pair in found.doubtful)
    assert found.names[0].display_name == "an individual"


def test_what_names_no_supplier_has_none():
    (name,) = linked("Not awarded").names
    assert (name.supplier_id, name.method) == ("", "none")


def test_the_order_of_counts_adds_up():
    found = linked("Zelby Ltd", "ZELBY LIMITED", "Kestle Flooring", "Various")
    methods = [n for key, n in found.counts.items() if key.startswith("method_")]
    assert sum(methods) == found.counts["names"] == 4
    assert found.counts["suppliers"] == 2


def unlike(number):
    return f"{chr(97 + number % 26)}{chr(97 + number // 26)}zq Care"


def test_blocks_find_pairs_that_share_a_rare_thing_and_skip_common_ones():
    names = ["Zelby Lifts", "Zelby Floors", *map(unlike, range(70))]
    nodes = [Node(name_forms(n), (n,), frozenset(), frozenset()) for n in names]
    assert candidate_pairs(nodes) == [(0, 1)]
    assert candidate_pairs(nodes, added=frozenset({5})) == []
    assert candidate_pairs(nodes, added=frozenset({0})) == [(0, 1)]


def test_numbers_of_two_registers_say_nothing_of_one_another():
    nodes = [
        Node(name_forms(name), (name,), frozenset({number}), frozenset())
        for name, number in (
            ("Zelby Fire Security", ("GB-COH", "01234569")),
            ("Zelby Security", ("GB-VAT", "123456782")),
        )
    ]
    (pair,) = scored_pairs(nodes)
    assert "number" not in pair.evidence


def test_agreement():
    assert agreement(["a"], []) == NOT_KNOWN
    assert agreement(["a"], ["b"]) == DIFFERENT
    assert agreement(["a", "b"], ["b"]) == SAME


def test_a_chain_takes_the_first_id_and_fixed_ids_stay_apart():
    pairs = [ScoredPair(1, 2, 0.99, "likely", ""), ScoredPair(0, 1, 0.95, "likely", "")]
    assert clusters_of("abc", pairs, bar=0.9, fixed={}).ids == ["a", "a", "a"]
    kept = clusters_of("abc", pairs, bar=0.9, fixed={0: "x", 2: "y"})
    assert kept.ids == ["x", "y", "y"]
    assert clusters_of("abc", pairs, bar=0.97, fixed={}).ids == ["a", "b", "b"]


def test_other_names_stand_beside_the_first():
    forms = name_forms("Zelby Ltd t/a Kestle Coaches (20/20)")
    assert forms.others == {"zelby", "coaches kestle"}
    assert is_unlike(name_forms("Zelby Lifts"), name_forms("Quennell Payroll"))
    assert not is_unlike(forms, name_forms("Kestle Coaches"))


def test_the_model_holds_a_weight_for_each_likeness_and_no_name():
    path = files("folkmoot.registers").joinpath("reference/supplier_link_model.json")
    model = json.loads(path.read_text("utf-8"))
    assert set(model["name"]["weights"]) == set(Likeness._fields)
    assert all(" " not in word and count >= 5 for word, count in model["words"].items())
