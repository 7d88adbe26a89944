"""What a sentence may say of a figure."""

import pytest

from folkmoot.ask.book.table_page import Cell, Row
from folkmoot.ask.publish.claims import sentence_problems, sum_of, title_problems


def share(value, reach=3.0):
    return Cell("shown", value, reach / 2, value - reach, value + reach)


@pytest.mark.parametrize(
    ("text", "cell", "said"),
    [
        ("A majority, {share}, agree.", share(46.1), "cannot be said of 46.1 per cent"),
        ("A majority, {share}, agree.", share(50.0), "cannot be said of 50.0 per cent"),
        ("A majority, {share}, agree.", share(52.0), "on both sides of half"),
        ("A majority, {share}, agree.", share(56.0), ""),
        ("Most agree ({share}).", share(46.1), "“Most” cannot be said"),
        ("More than half ({share}) agree.", share(49.0), "cannot be said"),
        ("Mae mwyafrif, {share}, yn cytuno.", share(46.1), "“mwyafrif” cannot"),
        ("A minority of {share} agree.", share(46.1), ""),
        ("A minority of {share} agree.", share(48.0), "on both sides of half"),
        ("A minority of {share} agree.", share(61.0), "cannot be said of 61.0"),
        ("46% agree.", share(46.1), "typed by hand"),
        ("46.1 per cent agree.", share(46.1), "typed by hand"),
        ("46 y cant", share(46.1), "typed by hand"),
        ("In 2026, {share} of {base} agree.", share(46.1), ""),
        ("The mostly harmless {share}.", share(46.1), ""),
        ("Mainly good ({share}).", share(46.1), "“Mainly” cannot be said"),
        ("The bulk of members, {share}.", share(46.1), "“bulk of” cannot be said"),
        ("Two thirds, {share}, agree.", share(66.7), "“Two thirds” is typed by hand"),
        ("Forty-six per cent agree.", share(46.1), "typed by hand"),
        ("Nine out of ten, {share}.", share(90.0), "typed by hand"),
        ("Nearly everyone, {share}.", share(92.0), "margin must lie above 90"),
        ("Nearly everyone, {share}.", share(96.0), ""),
        ("{share} per cent agree.", share(46.1), ""),
        ("{shares} agree.", share(46.1), "{shares} is nothing"),
        ("{share} agree.", Cell("hidden"), "not published"),
    ],
)
def test_a_sentence_is_held_to_its_figure(text, cell, said):
    told = " ".join(sentence_problems(text, cell))
    assert (said in told) if said else told == ""


def test_a_title_claims_nothing_that_no_figure_holds_it_to():
    assert list(title_problems("Councillors and technology, Saltmarch 2026")) == []
    for words in ("A majority feels good", "46% say so", "Two thirds agree"):
        (problem,) = title_problems(words)
        assert "make it a [[statements]] entry" in problem


def test_a_net_is_never_a_majority():
    told = list(sentence_problems("A majority, {net}.", share(60.0), is_net=True))
    assert told == ["“majority” cannot be said of a net: speak of the share."]


def test_a_sum_of_codes_has_no_margin_and_so_is_never_a_majority():
    rows = [Row("share", code, code, (share(40.0),)) for code in "ab"]
    both = sum_of(rows)
    assert both.value == 80.0
    told = " ".join(sentence_problems("A majority, {share}.", both))
    assert "needs a figure with its margin" in told


def test_a_sum_with_a_hidden_part_is_hidden():
    rows = [
        Row("share", "a", "a", (share(40.0),)),
        Row("share", "b", "b", (Cell("hidden"),)),
    ]
    assert sum_of(rows).state == "hidden"
