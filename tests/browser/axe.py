"""What axe finds wrong with a page.

It is asked for violations alone: to list all that is right takes it as long again as to look, and
to carry that list out of the browser longer still.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# WCAG 2.0 and 2.1, levels A and AA.
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
# In the dark only the colours differ.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# With axe's advice beyond WCAG.
EVERYTHING: dict[str, Any] = {}


def violations(page: Page, rules: dict[str, Any], sidebar: bool = True) -> list[dict[str, Any]]:
    """The broken rules, each with its ``id``, ``help`` and ``nodes`` (``target``, ``html``).

    Without the ``sidebar``, which takes a third of the work and is the same on many pages, neither
    are those rules looked at that only a whole document can break.
    """
    # A page that moves on by itself keeps what has once been loaded into it.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # What fades in or out has for a moment a colour that nobody is meant to read.
    page.wait_for_function(
        """() => document.getAnimations().every((one) => one.playState !== 'running' ||
          one.effect?.getComputedTiming().endTime === Infinity)"""
    )
    found: list[dict[str, Any]] = page.evaluate(
        "async ([without, options]) => (await axe.run({exclude: without}, options)).violations",
        [
            [] if sidebar else [["[data-testid=stSidebar]"]],
            {**rules, "resultTypes": ["violations"]},
        ],
    )
    return found
