"""The held-out wordings are wordings of their own, and a group can be drawn from them."""

from __future__ import annotations

import csv
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

from folkmoot.demo.catalogue import Catalogue, catalogue_in
from folkmoot.demo.group import write_group
from folkmoot.demo.shape import Shape

HELD_OUT = Path(__file__).parents[3] / "benchmarks" / "held_out"


def bags_of_words(catalogue: Catalogue) -> dict[frozenset[str], str]:
    """Titles by the words in them, so that another order or comma is no other title."""
    titles = [title for need in catalogue.needs for title in need.titles]
    titles += [subject.title for subject in catalogue.subjects]
    return {frozenset(re.findall(r"\w+", t.casefold())): t for t in titles}


def test_no_held_out_title_stands_in_the_shipped_catalogue() -> None:
    held_out, shipped = (
        bags_of_words(catalogue_in(HELD_OUT)),
        bags_of_words(catalogue_in()),
    )
    assert len(held_out) > 300
    assert [title for words, title in held_out.items() if words in shipped] == []


def test_the_traps_of_the_held_out_catalogue_name_its_own_needs() -> None:
    held_out = catalogue_in(HELD_OUT)
    keys = {need.key for need in held_out.needs}
    lists = (held_out.reseller_sells, held_out.contractor_does, held_out.on_frameworks)
    assert all(set(names) <= keys for names in lists)
    assert not keys & {subject.key for subject in held_out.subjects}
    assert not set(held_out.generic_titles) & set(catalogue_in().generic_titles)


def test_every_held_out_code_is_of_a_known_class() -> None:
    text = files("folkmoot.registers").joinpath("reference/cpv.csv").read_text("utf-8")
    known = {row["code"] for row in csv.DictReader(text.splitlines())}
    catalogue = catalogue_in(HELD_OUT)
    codes = {code for need in catalogue.needs for code in need.codes}
    codes |= {subject.code for subject in catalogue.subjects}
    classes = {c: c[:4].rstrip("0").ljust(2, "0") for c in codes}
    # The vocabulary has public road transport, and no class above it.
    unlisted = {code for code, of in classes.items() if of not in known}
    assert unlisted == {"60112000"}


def test_a_group_is_written_from_the_held_out_catalogue(tmp_path: Path) -> None:
    truth = write_group(
        tmp_path, seed=3, as_of=date(2026, 11, 1), catalogue=HELD_OUT,
        shape=Shape(contracts=300, payments=500),
    )  # fmt: skip
    keys = {need.key for need in catalogue_in(HELD_OUT).needs}
    assert {group.need for group in truth.groups} <= keys
    assert any(trap.kind == "one_supplier" for trap in truth.traps)
