"""How one council words a title, a name or an extension, and another does not.

Every choice is drawn from the given source of chance, so that a seed writes the same bytes.
"""

from __future__ import annotations

import random

from folkmoot.demo.truth import Council, Supplier

_BEFORE = (
    "",
    "",
    "",
    "",
    "Provision of ",
    "Contract for ",
    "Supply of ",
    "Call-off: ",
)
_AFTER = (
    "",
    "",
    "",
    "",
    "",
    " (re-let)",
    " 2nd generation",
    " - Lot 1",
    " contract",
    " services agreement",
)


def title_as_written(chance: random.Random, title: str, council: Council) -> str:
    """A title with the council's own habits: prefixes, capitals, lots, its initials."""
    before, after = chance.choice(_BEFORE), chance.choice(_AFTER)
    has_its_own = title.startswith(("Supply", "Provision", "Purchase", "Hire"))
    worded = ("" if has_its_own else before) + title + after
    habit = chance.random()
    if habit < 0.08:
        return worded.upper()
    if habit < 0.16:
        return f"{council.place} - {worded}"
    if habit < 0.20:
        return worded.replace(" and ", " & ")
    return worded


def supplier_as_written(chance: random.Random, supplier: Supplier) -> str:
    """A supplier's name as clerks type it: capitals, Limited or Ltd, a stray full stop."""
    name = supplier.name
    habit = chance.random()
    if habit < 0.20:
        return name.upper()
    if habit < 0.30:
        return (
            name.replace("Ltd", "Limited")
            if "Ltd" in name
            else name.replace("Limited", "Ltd")
        )
    if habit < 0.36:
        return name.replace("Ltd", "Ltd.").replace("Limited", "Ltd.")
    if habit < 0.40:
        return name.replace("&", "and") if "&" in name else f" {name}  "
    return name


def buyer_as_written(chance: random.Random, council: Council, service: str) -> str:
    """A buyer's name as portals carry it, sometimes with its department."""
    habit = chance.random()
    if habit < 0.15:
        return council.short
    if habit < 0.25:
        return f"{council.short} - {service}"
    if habit < 0.32:
        return council.name.upper()
    if habit < 0.37:
        return f"{council.name} ({service})"
    return council.name


def extension_as_written(chance: random.Random, months: int) -> str:
    """Words that allow `months` more, in one of the forms that registers use."""
    if months <= 0:
        return chance.choice(("", "", "", "None", "No extension"))
    years, rest = divmod(months, 12)
    if rest:
        return chance.choice(
            (
                f"Option to extend by {months} months",
                f"up to {months} months extension available",
            )
        )
    spelled = ("", "one", "two", "three", "four")[years]
    forms = [
        f"option to extend for up to {months} months",
        f"Option to extend for a further {spelled} year{'s' if years > 1 else ''}",
        f"{years} x 12 months",
        f"up to {months} months extension available",
    ]
    if years > 1:
        forms.append(
            f"with the option to extend for {spelled} further periods of 12 months each"
        )
        forms.append(" ".join(["+1"] * years) + " years")
    return chance.choice(forms)
