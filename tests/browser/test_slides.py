"""The committee view as it is drawn: it fills the screen, is read from afar, and hears its keys."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.user import PATIENCE, main, open_page

# The height of letters after all scaling: what the browser draws and not what a figure asks for.
_DRAWN = """() => {
  const slide = document.querySelector('.st-key-folie');
  const sizes = [...slide.querySelectorAll('text')].filter((one) => one.textContent.trim())
    .map((one) => {
      const drawn = one.getScreenCTM();
      return parseFloat(getComputedStyle(one).fontSize) * Math.hypot(drawn.a, drawn.b);
    });
  return {
    smallest: Math.min(...sizes),
    headline: parseFloat(getComputedStyle(slide.querySelector('h1')).fontSize),
    bottom: document.querySelector('.st-key-folie_nummern').getBoundingClientRect().bottom,
    beyond: document.querySelector('[data-testid=stMain]').scrollHeight - innerHeight,
  };
}"""


def test_slides_fill_the_screen_and_turn_by_keys(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_page(page, f"{server}/ausschuss?folie=2")
    for number in (2, 3, 8):
        page.keyboard.press(str(number))
        expect(main(page).get_by_text(f"Folie {number} von 9")).to_be_visible(timeout=PATIENCE)
        expect(main(page).locator(".st-key-folie text").first).to_be_visible(timeout=PATIENCE)
        drawn: dict[str, Any] = page.evaluate(_DRAWN)
        assert drawn["smallest"] >= 24 and 44 <= drawn["headline"] <= 56, (number, drawn)
        # The whole screen, and nothing of the slide behind its lower edge.
        assert 1000 <= drawn["bottom"] <= 1080 and drawn["beyond"] <= 1, (number, drawn)
    page.keyboard.press("b")
    expect(page.locator(".slide-black")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator(".slide-black")).to_have_count(0)
    page.keyboard.press("t")
    expect(page.locator(".slide-time")).to_have_text(re.compile(r"0:0\d"))
    page.set_viewport_size({"width": 1024, "height": 768})
    # The picture is drawn anew for the other shape, which takes a moment.
    for _ in range(60):
        # Asked again and again from here: the page lets no text be run as a script.
        if page.evaluate(_DRAWN)["beyond"] <= 1:
            break
        page.wait_for_timeout(100)
    assert page.evaluate(_DRAWN)["beyond"] <= 1
    assert page.evaluate(_DRAWN)["headline"] >= 44 and page.evaluate(_DRAWN)["smallest"] >= 24
