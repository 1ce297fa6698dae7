"""What every screen owes: titles stand as text, and a file holds what its page shows.

One walk for both, because drawing two hundred screens is what takes the time.  Every title holds
signs of Markdown and a tag, and a word that names the plan and version that it belongs to.
The pages are walked with everything unfolded, and the file of each button is opened.  A button that
is nowhere met fails the test, so a new one cannot be forgotten.
"""

from __future__ import annotations

import ast
import io
import json
import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from strategy.kernel import german
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.kernel.store.versions import create_scenario, seal_edition
from strategy.nouns.cost_line import CostLine
from tests.pages.conftest import URLS, Opener, healthy
from tests.pages.titles_as_text import EVIL, named_fields, read_as_markup
from ui.frame.places import PAGE_OF
from ui.run import session

HOUSE = Path(__file__).parents[2]
# The two makers of buttons that every table of figures goes through; their callers are met anyway.
PASSED_ON = ("ui/tables/download.py", "ui/tables/result_table.py", "ui/tables/plain_table.py")
# Buttons that come after something was uploaded or sent; tests/browser/test_survey.py opens both.
AFTER_ACTS = {
    *("ui/survey/sending.py", "ui/survey/findings.py"),
    # Files that are made at the press of a button: tests/pages/test_council.py fetches them.
    "ui/reports/made_file.py",
}
# What speaks of two versions at once.
SEVERAL_VERSIONS = ("pages/plan_data/compare.py", "ui/versions/behind_view.py")
# What things were called before is part of the history that comes along.
TELLS_HISTORY = ("ui/workshop/files.py", "pages/plan_data/export.py")
MARKS = {"draft": "(im Entwurf)", "scenario": "(im Szenario)", "edition": "(beim Siegeln)"}
# Those of another plan with the same ids.
NEIGHBOUR = {"neighbour": "(im Nachbarort)", "neighbour edition": "(im Nachbarort gesiegelt)"}
REPORT = "step_5_final_strategy/report.py"
Screen = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Offer:
    """One button: where it stands in the code, its key, and what makes its file."""

    site: str
    key: str
    name: str
    data: Any

    def content(self) -> bytes:
        data = self.data() if callable(self.data) else self.data
        return data.encode() if isinstance(data, str) else bytes(data)


@dataclass
class Offers:
    """What the screen that was drawn last offers, and the views that it has (key to labels)."""

    found: list[Offer] = field(default_factory=list)
    views: dict[str, list[str]] = field(default_factory=dict)


@pytest.fixture
def offers(monkeypatch: pytest.MonkeyPatch) -> Offers:
    """Watch what pages offer, with everything unfolded."""
    seen = Offers()
    original, unfolded, in_views = st.download_button, st.expander, st.tabs

    def offering(label: str, data: Any, file_name: str, *args: Any, **named: Any) -> bool:
        seen.found.append(Offer(_site(), named["key"], file_name, data))
        return original(label, data, file_name, *args, **named)

    def open_expander(label: str, expanded: bool = False, **named: Any) -> Any:
        return unfolded(label, expanded=True, **named)

    def tabs(labels: Sequence[str], **named: Any) -> Any:
        # Only views that stand in the address are drawn one at a time.
        if named.get("bind"):
            seen.views[named["key"]] = list(labels)
        return in_views(labels, **named)

    monkeypatch.setattr(st, "download_button", offering)
    monkeypatch.setattr(st, "expander", open_expander)
    monkeypatch.setattr(st, "tabs", tabs)
    return seen


def _site() -> str:
    """The file of our own that asked for the button."""
    frame = sys._getframe(2)
    while frame is not None:
        path = frame.f_code.co_filename
        place = path.removeprefix(f"{HOUSE}/")
        if place.startswith(("ui/", "pages/")) and place not in PASSED_ON:
            return place
        assert frame.f_back is not None
        frame = frame.f_back
    raise AssertionError


def sites_in_code() -> set[str]:
    """Every file of ours that has a button for a file."""
    found = set()
    for path in [*HOUSE.glob("ui/**/*.py"), *HOUSE.glob("pages/**/*.py")]:
        calls = (
            node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)
        )
        names = {getattr(call.func, "attr", getattr(call.func, "id", "")) for call in calls}
        if names & {"download_button", "excel_button"}:
            found.add(path.relative_to(HOUSE).as_posix())
    return found - set(PASSED_ON)


def tables(page: AppTest) -> Iterator[tuple[list[str], pd.DataFrame]]:
    """The headings and values of every table of a page."""
    for item in page.dataframe:
        heads = json.loads(item.proto.columns or "{}")
        frame = item.value
        yield [heads.get(name, {}).get("label", name) for name in frame.columns], frame


def holds(shown: Any, filed: Any) -> bool:
    """Whether a cell of the file says what the cell of the page says."""
    if german.is_unknown(shown) or shown == "":
        return filed in (None, "", "–", german.UNKNOWN)
    if isinstance(shown, bool):
        return filed in ("ja" if shown else "nein", shown)
    if isinstance(shown, date | pd.Timestamp):
        # A moment is shown in local time on both sides.
        return str(filed)[:8] == str(shown)[:8] or isinstance(filed, str)
    if isinstance(filed, datetime):
        return str(shown) == f"{filed:%d.%m.%Y, %H:%M} Uhr"
    if isinstance(filed, int | float):
        value = float(shown)
        return any(abs(filed - one) < 0.006 for one in (value, value / 100))
    return str(filed).strip().lstrip("'") == str(shown).strip()


def check_table(page: AppTest, offer: Offer, content: bytes) -> None:
    """The file of a table holds the rows and columns of a table of the page."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    rows = [row for row in sheet.to_python() if any(cell != "" for cell in row)]
    faults = []
    for heads, frame in tables(page):
        first = next((n for n, row in enumerate(rows) if list(row[: len(heads)]) == heads), None)
        if first is None:
            continue
        filed = rows[first + 1 :]
        wrong = [
            (head, shown, cell)
            for line, row in zip(frame.itertuples(index=False), filed, strict=False)
            for head, shown, cell in zip(heads, line, row, strict=False)
            if not holds(shown, cell)
        ]
        # A page shows the first thousand rows, its file all of them.
        whole = len(filed) == len(frame) or len(frame) == 1000 < len(filed)
        if whole and not wrong:
            return
        faults.append((heads, len(frame), len(filed), wrong[:3]))
    raise AssertionError((offer, [row for row in rows[:4]], faults))


def words_of(content: bytes) -> str:
    """All that a file says, whatever it is."""
    if content[:2] != b"PK":
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(
            parts.read(name).decode("utf-8", "replace")
            for name in parts.namelist()
            if not name.endswith((".png", ".duckdb"))
        )


def mark(store: Store, word: str, version: str = "main") -> None:
    """Let every title of a version end in a word that no other version has."""
    with store.write("Kim", "umbenannt", version=version) as tx:
        for noun, name in named_fields():
            tx.run(
                # The sign in front of a mark is one that no title of the demo has.
                f"UPDATE {noun.TABLE} SET {name} = split_part({name}, ' ·', 1) || ?, version = ?",
                [f" ·{EVIL} {word}", tx.action_id],
            )


def test_titles_are_text_and_files_hold_what_is_shown(on_demo: Opener, offers: Offers) -> None:
    first = session.list_plans()[0]
    # A neighbour with the same ids: what is read from the wrong plan would look right otherwise.
    second = first.with_name("nachbarort.duckdb")
    session.close_store(first)
    shutil.copyfile(first, second)
    with closing(Store.open(second)) as store:
        mark(store, NEIGHBOUR["neighbour edition"])
        seal_edition(store, "Kim", "Lesung")
        mark(store, NEIGHBOUR["neighbour"])
    store = session.open_store(first)
    mark(store, MARKS["edition"])
    seal_edition(store, "Kim", "Lesung")
    scenario = create_scenario(store, "Kim", "Sparen")
    mark(store, MARKS["scenario"], scenario.name)
    with store.write("Kim", "Teurer", version=scenario.name) as tx:
        save_(tx, CostLine(measure_id="M-0002", year=2028, cost_type="Lizenz", amount_cents=1_00))
    mark(store, MARKS["draft"])

    by_site: dict[str, Screen] = {}
    faults: list[str] = []
    for screen in _screens(store, offers):
        page = _drawn(on_demo, offers, screen)
        faults += [f"{screen}: {fault}" for fault in read_as_markup(page)]
        for site in _checked(page, offers, "draft"):
            by_site.setdefault(site, screen)
        if asks := [one for one in page.button if one.key == f"delete_{screen[1].get('id')}"]:
            # The question before an object is deleted names it and what hangs on it.
            faults += read_as_markup(healthy(asks[0].click().run()))
    assert not faults, "\n".join(faults)
    # The whole plan and the report are made first and fetched then.
    for script, button in (("plan_data/export.py", "make_csv"), (REPORT, "build")):
        page = _drawn(on_demo, offers, (script, {}))
        page = healthy(page.button(key=button).click().run())
        for site in _checked(page, offers, "draft"):
            by_site.setdefault(site, (script, {}))
    assert sites_in_code() - AFTER_ACTS - set(by_site) == set()
    # A comparison names its versions itself, and whole plans are fetched after a press.
    elsewhere = {*SEVERAL_VERSIONS, "pages/plan_data/export.py", "ui/reports/report_build.py"}
    seen = {site: screen for site, screen in by_site.items() if site not in elsewhere}
    # The edition of the neighbour tells both at once: whoever forgets the plan delivers words of
    # the first one, whoever forgets the version those of the neighbour's draft.  What an edition
    # does not offer is asked of the neighbour's draft.
    left = set(seen)
    for name, query in (
        ("neighbour edition", {"plan": "nachbarort", "fassung": "Lesung (festgeschrieben)"}),
        ("neighbour", {"plan": "nachbarort"}),
    ):
        wanted = [screen for site, screen in seen.items() if site in left]
        for script, asked in {json.dumps(one): one for one in wanted}.values():
            page = _drawn(on_demo, offers, (script, {**asked, **query}))
            # One file per place in the code tells whether it asks for the right plan and version.
            offers.found = [offer for offer in offers.found if offer.site in left]
            left -= _checked(page, offers, name)
    assert not left
    session.close_store(second)


def _screens(store: Store, offers: Offers) -> Iterator[Screen]:
    """Every page and view, and an object of each noun; views are known once their page is drawn."""
    for script in URLS:
        yield script, {}
        # Whoever asked for this screen has drawn it.
        for key, labels in list(offers.views.items()):
            yield from ((script, {key: label}) for label in labels[1:])
    with store.read() as db:
        firsts = {table: db.value(f"SELECT min(id) FROM {table}") for table in PAGE_OF}
    yield from ((PAGE_OF[table], {"id": str(one)}) for table, one in firsts.items() if one)
    yield "plan_data/compare.py", {"vergleich_von": "main", "vergleich_zu": "sparen"}


def _drawn(open_page: Opener, offers: Offers, screen: Screen) -> AppTest:
    offers.found.clear()
    offers.views.clear()
    script, query = screen
    return healthy(open_page(script, **query))


def _checked(page: AppTest, offers: Offers, name: str) -> set[str]:
    """Open all that was offered; returns where."""
    others = [word for one, word in {**MARKS, **NEIGHBOUR}.items() if one != name]
    elsewhere = (MARKS if name in NEIGHBOUR else NEIGHBOUR).values()
    for offer in offers.found:
        content = offer.content()
        assert content, offer
        if offer.site not in SEVERAL_VERSIONS:
            said = words_of(content)
            told = [word for word in others if word in said]
            if offer.site in TELLS_HISTORY:
                told = [word for word in told if word in elsewhere]
            assert not told, (name, told, offer)
        if offer.key.startswith("excel_") or offer.site == "ui/charts/chart_block.py":
            check_table(page, offer, content)
    return {offer.site for offer in offers.found}


def test_a_narrowed_list_is_written_as_it_is_shown(looking_at_demo: Opener, offers: Offers) -> None:
    """Search, filter, order and columns of the address, in the draft and in a scenario."""
    for script, key, query in (
        (
            "step_4_life_domains/measures.py",
            "measure",
            {"sortiert": "Ende", "spalten": ["Ende", "Titel", "Priorität"], "priority": "hoch"},
        ),
        (
            "step_2_ist_analysis/applications.py",
            "application",
            {"sortiert": "Hersteller", "spalten": ["Hersteller", "Bezeichnung", "Betriebsart"]},
        ),
    ):
        narrowed = {"suche": "ste", "absteigend": "true"} | query
        asked = {f"{key}_{name}": value for name, value in narrowed.items()}
        for version in ({}, {"fassung": "Sparpfad (Szenario)"}):
            page = _drawn(looking_at_demo, offers, (script, {**version, **asked}))
            offer = next(one for one in offers.found if one.key == f"excel_{key}")
            check_table(page, offer, offer.content())
            heads, frame = next(tables(page))
            assert sorted(heads) == sorted(["Kennung", *query["spalten"]]) and len(frame) < 100
            first = frame.columns[heads.index(query["spalten"][0])]
            known = [str(one) for one in frame[first].dropna()]
            assert known == sorted(known, key=str.casefold, reverse=True) and len(known) > 2
