"""A click on a point of the quadrant chart leads to the applications behind it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.user import PATIENCE, choose_first, main, open_page


def test_a_click_on_a_point_leads_to_its_application(page: Page, server: str) -> None:
    open_page(page, f"{server}/anwendungen?anwendungen_sicht=Eignung")
    point = main(page).locator(".scatterlayer .point").first
    expect(point).to_be_visible(timeout=PATIENCE)
    point.scroll_into_view_if_needed()
    # The layer that plotly lays over the points takes the mouse, so the place is clicked.
    box = point.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 5, y - 5)
    page.mouse.move(x, y)
    # Plotly takes a click for the point whose label it shows.
    expect(main(page).locator(".hoverlayer .hovertext").first).to_be_visible(timeout=PATIENCE)
    page.mouse.click(x, y)
    heading = main(page).get_by_role("heading", name=re.compile(r": fachlich \d, technisch \d"))
    expect(heading).to_be_visible(timeout=PATIENCE)
    choose_first(page, "Anwendung des Punkts öffnen")
    expect(page).to_have_url(re.compile(r"[?&]id=A-\d+"), timeout=PATIENCE)
