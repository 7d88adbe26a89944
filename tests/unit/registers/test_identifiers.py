"""Published numbers are taken only where their form is right."""

from __future__ import annotations

import pytest

from folkmoot.registers.names.identifiers import checked_identifier

CASES = [
    ("GB-COH", "01234568", "GB-COH", "01234568"),
    ("GB-COH", "1234568", "GB-COH", "01234568"),
    ("GB-COH", "gb/02165763", "GB-COH", "02165763"),
    ("GB-COH", "497029", "GB-COH", "00497029"),
    ("GB-COH", "SC 41252", "GB-COH", "SC041252"),
    ("GB-COH", "sc041252", "GB-COH", "SC041252"),
    ("GB-COH", "NI012345", "GB-COH", "NI012345"),
    ("GB-COH", "OC340360", "GB-COH", "OC340360"),
    ("GB-COH", "GB-COH-01234568", "GB-COH", "01234568"),
    ("GB-COH", "Company No. 1234568", "GB-COH", "01234568"),
    ("GB-COH", "123", "", ""),
    ("GB-COH", "00000000", "", ""),
    ("GB-COH", "99999999", "", ""),
    ("GB-COH", "12345678", "", ""),
    ("GB-COH", "123456789", "", ""),
    ("GB-COH", "XX123456", "", ""),
    ("GB-COH", "n/a", "", ""),
    ("GB-COH", "", "", ""),
    ("GB-CHC", "1098765", "GB-CHC", "1098765"),
    ("GB-CHC", "209876-1", "GB-CHC", "209876"),
    ("GB-CHC", "12", "", ""),
    ("GB-SC", "SC012345", "GB-SC", "SC012345"),
    ("GB-NIC", "NIC100123", "GB-NIC", "100123"),
    ("GB-VAT", "GB 123 4567 82", "GB-VAT", "123456782"),
    ("GB-VAT", "123456782001", "GB-VAT", "123456782"),
    ("GB-VAT", "123456727", "GB-VAT", "123456727"),
    ("GB-VAT", "123456783", "", ""),
    ("", "SC041252", "GB-COH", "SC041252"),
    ("", "GB 123456782", "GB-VAT", "123456782"),
    ("", "265062", "", ""),
    ("US-EIN", "12-3456789", "US-EIN", "12-3456789"),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "published", "own_scheme", "number"), CASES)
def test_form_of_published_numbers(
    scheme: str, published: str, own_scheme: str, number: str
) -> None:
    assert checked_identifier(scheme, published) == (own_scheme, number)


@pytest.mark.parametrize(
    ("scheme", "number"), sorted({(c[2], c[3]) for c in CASES if c[2]})
)
def test_a_checked_number_is_its_own_check(scheme: str, number: str) -> None:
    assert checked_identifier(scheme, number) == (scheme, number)
