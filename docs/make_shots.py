"""Take pictures of the main pages of the demo municipality into docs/images.

Run as ``python docs/make_shots.py [PAGE …]``; a page is the end of its address, such as ``kosten``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from playwright.sync_api import sync_playwright  # noqa: E402

from strategy.plans.demo import build_demo  # noqa: E402
from tests.browser.real_server import CHROMIUM, Workbench, visit  # noqa: E402

# File name -> address; the picture of the README is the first page.
PAGES = {
    "werkbank": "",
    "kosten": "kosten",
    "anwendungen": "anwendungen",
    "massnahmen": "massnahmen",
    "mehrjahresplanung": "mehrjahresplanung",
    "einlesen": "einlesen",
    "bericht": "bericht",
}


def main(wanted: list[str]) -> int:
    """One PNG per page; 1 where a page is not known."""
    unknown = set(wanted) - set(PAGES)
    if unknown:
        print(f"not known: {', '.join(sorted(unknown))}; known: {', '.join(PAGES)}")
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as browsers:
        plan = Path(folder) / "demo.duckdb"
        build_demo(plan)
        workbench = Workbench(plan)
        try:
            browser = browsers.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--lang=de-DE"]
            )
            page = browser.new_page(
                viewport={"width": 1280, "height": 900}, locale="de-DE", reduced_motion="reduce"
            )
            for name in wanted or PAGES:
                visit(page, f"{workbench.address}/{PAGES[name]}")
                page.wait_for_load_state("networkidle")
                page.screenshot(path=DOCS / "images" / f"{name}.png")
                print(f"docs/images/{name}.png")
            browser.close()
        finally:
            workbench.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
