# ruff: noqa: E501 (scripts for the browser read better unbroken)
"""What a page must not do to a person, each check a list of sentences about faults.

axe finds much; it does not see sideways scrolling, letters inside pictures, or where the
keyboard goes. Each check here is proved by a fault put in on purpose.
"""

from __future__ import annotations

import itertools
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST_LETTERS_PX = 12
LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3, for letters of ordinary size; we ask it of large ones too."""


def axe_faults(page: Page) -> list[str]:
    """What axe finds by the rules of WCAG 2.2 AA and its own best practice."""
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        f"{found['id']}: {found['help']} ({node['html'][:120]})"
        for found in result.response["violations"]
        for node in found["nodes"]
    ]


def axe_version(page: Page) -> tuple[int, ...]:
    """The version of axe that is run."""
    result = Axe().run(page)
    return tuple(int(n) for n in result.response["testEngine"]["version"].split("."))


_REFLOW = """() => {
  const faults = [], width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width)
    faults.push(`the page is ${document.documentElement.scrollWidth} px wide in ${width}`);
  for (const e of document.body.querySelectorAll('*')) {
    const box = e.getBoundingClientRect();
    if (!box.width || !box.height || e.closest('.fm-scroll, .govuk-visually-hidden')) continue;
    if (e.closest('.govuk-skip-link')) continue;
    if (box.right > width + 1 || box.left < -1)
      faults.push(`<${e.tagName.toLowerCase()} class="${e.className}"> reaches ${Math.round(box.right)} px`);
  }
  for (const e of document.querySelectorAll('.fm-scroll'))
    if (e.tabIndex !== 0 || !e.getAttribute('aria-label'))
      faults.push('a table that scrolls cannot be reached or has no name');
  return faults;
}"""


def reflow_faults(page: Page) -> list[str]:
    """What makes a person scroll sideways, tables inside their own region apart."""
    found: list[str] = page.evaluate(_REFLOW)
    return found


_LABELS = """() => {
  const faults = [];
  for (const e of document.querySelectorAll('input, select, textarea')) {
    if (e.type === 'hidden') continue;
    const label = [...(e.labels || [])].map(l => l.textContent.trim()).join(' ');
    if (!label) faults.push(`${e.name || e.tagName} has no label that is seen`);
    for (const id of (e.getAttribute('aria-describedby') || '').split(/\\s+/).filter(Boolean))
      if (!document.getElementById(id)) faults.push(`${e.name} is described by ${id}, which is not there`);
  }
  for (const e of document.querySelectorAll('table')) {
    if (!e.caption) faults.push('a table has no caption');
    for (const th of e.querySelectorAll('th')) if (!th.scope) faults.push('a heading cell has no scope');
  }
  for (const e of document.querySelectorAll('a, button, summary'))
    if (!e.textContent.trim() && !e.getAttribute('aria-label')) faults.push('a link or button says nothing');
  return faults;
}"""


def label_faults(page: Page) -> list[str]:
    """Fields, tables and links that do not say what they are."""
    found: list[str] = page.evaluate(_LABELS)
    return found


_CONTRAST = """([least, smallest]) => {
  const channel = v => (v /= 255, v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const read = s => { const m = s.match(/[\\d.]+/g); return m ? m.map(Number) : null; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = e => {
    for (let at = e; at; at = at.parentElement) {
      const c = read(getComputedStyle(at).backgroundColor);
      if (c && (c.length < 4 || c[3] === 1)) return c;
    }
    return [255, 255, 255];
  };
  const faults = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), e = walker.currentNode.parentElement;
    if (!text || ['SCRIPT', 'STYLE'].includes(e.tagName)) continue;
    const box = e.getBoundingClientRect();
    if (!box.width || !e.checkVisibility()) continue;
    const style = getComputedStyle(e), inPicture = !!e.closest('svg');
    const ink = read(inPicture ? style.fill : style.color);
    if (!ink) continue;
    const a = light(ink), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < least) faults.push(`“${text.slice(0, 40)}” has contrast ${ratio.toFixed(2)}`);
    const size = parseFloat(style.fontSize);
    if (size < smallest) faults.push(`“${text.slice(0, 40)}” is ${size} px high`);
  }
  return faults;
}"""


def letter_faults(page: Page) -> list[str]:
    """Letters too pale or too small to read, inside pictures too."""
    found: list[str] = page.evaluate(_CONTRAST, [LEAST_CONTRAST, SMALLEST_LETTERS_PX])
    return found


_STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const all = [...document.querySelectorAll('*')], style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  return {
    index: all.indexOf(e), name: (e.textContent || e.name || '').trim().slice(0, 40),
    tag: e.tagName, href: e.getAttribute('href'),
    seen: style.outlineStyle !== 'none' || style.boxShadow !== 'none' || style.backgroundColor === 'rgb(255, 221, 0)',
    width: box.width, height: box.height,
  };
}"""


def keyboard_stops(page: Page, *, most: int = 400) -> list[dict[str, Any]]:
    """Where the Tab key goes, from the top of the page until it leaves."""
    # Tab goes on from where the focus was last: put it above everything.
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    page.evaluate("document.body.removeAttribute('tabindex'); window.scrollTo(0, 0)")
    stops: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None or (stops and stop["index"] == stops[0]["index"]):
            break
        stops.append(stop)
    return stops


def keyboard_faults(page: Page) -> list[str]:
    """Stops out of reading order, without a mark of where one is, or left out."""
    stops = keyboard_stops(page)
    faults = []
    if not stops or stops[0]["href"] != "#main-content":
        faults.append("the first stop is not the link to the main content")
    for before, after in itertools.pairwise(stops):
        if after["index"] < before["index"]:
            faults.append(f"“{after['name']}” is reached after what stands below it")
    faults += [
        f"“{stop['name']}” does not show focus" for stop in stops if not stop["seen"]
    ]
    reachable = page.evaluate(
        "() => { const all = [...document.querySelectorAll("
        "'a[href], button, input, select, summary, textarea')]"
        ".filter(e => e.checkVisibility() && e.tabIndex >= 0);"
        # Tab stops once at a group of radio buttons; arrows move within it.
        "const radios = all.filter(e => e.type === 'radio');"
        "return all.length - radios.length + new Set(radios.map(e => e.name)).size }"
    )
    links = [stop for stop in stops if stop["tag"] != "DIV"]
    if len(links) < reachable:
        faults.append(f"{reachable - len(links)} links or fields cannot be reached")
    return faults
