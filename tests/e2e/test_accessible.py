"""Every page in a real browser: axe and our own checks find nothing."""

from __future__ import annotations

import pytest
from page_checks import (
    axe_faults,
    axe_version,
    keyboard_faults,
    label_faults,
    letter_faults,
    reflow_faults,
)

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/opportunities",
    "/opportunities?value=lots",
    "/opportunities/o-heavy-motor-vehicles-1",
    "/opportunities/o-heavy-motor-vehicles-1/work",
    "/opportunities/o-heavy-motor-vehicles-1/paper",
    "/board",
    "/calendar",
    "/changes",
    "/contracts",
    "/contracts?q=nothing+like+it",
    "/contracts/eastmere%2Fref%201",
    "/sources",
    "/sources/eastmere-register-abababab",
    "/sources/photo-cdcdcdcd",
    "/issues",
    "/councils",
    "/councils/X07000001",
    "/about",
    "/nowhere",
]
NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault(watched, server: str, address: str) -> None:
    page = watched.page
    page.goto(server + address)
    assert axe_faults(page) == []
    assert label_faults(page) == []
    assert letter_faults(page) == []
    assert keyboard_faults(page) == []
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert axe_faults(page) == []
    page.set_viewport_size(NARROW)
    assert reflow_faults(page) == []
    assert letter_faults(page) == []
    assert watched.console == []
    assert watched.elsewhere == []


def test_axe_is_recent(watched, server: str) -> None:
    watched.page.goto(server + "/about")
    assert axe_version(watched.page) >= (4, 12)


def _put(page, html: str) -> None:
    page.evaluate(
        "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)",
        html,
    )


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ('<img src="/static/mark.svg">', axe_faults),
        ('<div class="planted">wide</div>', reflow_faults),
        ('<input name="planted">', label_faults),
        ("<table><tr><td>1</td></tr></table>", label_faults),
        ('<font color="#aaaaaa">pale</font>', letter_faults),
        (
            '<svg width="90" height="9"><text y="8" font-size="7">tiny</text></svg>',
            letter_faults,
        ),
        (
            '<svg width="90" height="20"><text y="15" fill="#ccc">pale</text></svg>',
            letter_faults,
        ),
        ('<a href="/" tabindex="5">first</a>', keyboard_faults),
        ('<a href="/" class="planted-quiet">no mark</a>', keyboard_faults),
    ],
)
def test_each_alarm_rings(watched, server: str, fault: str, check) -> None:
    page = watched.page
    page.set_viewport_size(NARROW)
    page.goto(server + "/about")
    assert check(page) == []
    page.evaluate("""() => {
      const sheet = document.styleSheets[0];
      sheet.insertRule('.planted { width: 500px }', sheet.cssRules.length);
      sheet.insertRule('.planted-quiet:focus { outline: none !important;'
        + 'box-shadow: none !important; background: none !important }',
        sheet.cssRules.length);
    }""")
    _put(page, fault)
    assert check(page) != []


def test_the_alarms_for_the_console_and_for_other_hosts_ring(
    watched, server: str
) -> None:
    page = watched.page
    page.goto(server + "/about")
    _put(page, '<img alt="" src="http://192.0.2.1/pixel.png">')
    page.evaluate("console.error('planted')")
    page.wait_for_timeout(200)
    assert "planted" in watched.console
    assert watched.elsewhere or any("192.0.2.1" in said for said in watched.console)
