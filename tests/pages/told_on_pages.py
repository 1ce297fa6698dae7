"""The totals that pages show: their figures, sentences and tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from streamlit.testing.v1 import AppTest

from strategy.kernel import german
from tests.pages.conftest import healthy
from tests.pages.told_totals import Told, cents, first_amount, known_sum, page_texts

Open = Callable[..., AppTest]
COST_PARTS = {"sach_cents": "sach", "personal_cents": "personal", "amount_cents": "gesamt"}


def from_pages(told: Told, open_page: Open, figures: dict[str, Any], year: int) -> None:
    """What the pages say of the plan year and of all years; ``figures`` as the command told."""
    start = healthy(open_page("start.py"))
    by_label = {one["label"]: name for name, one in figures.items()}
    blocks = "".join(block.proto.body for block in start.get("html"))
    for label, value in re.findall(r"<span>([^<]+)</span></a><strong[^>]*>([^<]+)<", blocks):
        name = by_label.get(unescape(label), "")
        if name and figures[name]["unit"] in ("Cent", "Anzahl"):
            told.add(name, "Überblick", _number(unescape(value)))
    _costs(told, open_page, year)
    _council_answer(told, open_page, year)
    _strategy(told, open_page, figures)
    _own_share(told, open_page)
    _slides(told, open_page, figures, year)
    _lists(told, open_page)
    budget = healthy(open_page("step_2_ist_analysis/budget.py"))
    for frame in frames(budget, "plan_type", "flow"):
        # The page tells every plan type; the figures name the leading one of a year.
        leading = frame.groupby("year")["plan_type"].nunique() == 1
        for row in frame.itertuples():
            if leading[row.year] and row.flow != "ohne Art":
                name = f"haushalt_{row.year}_{row.flow.lower()}"
                told.add(name, "Haushalt (Seite)", _int(row.amount_cents))


def _costs(told: Told, open_page: Open, year: int) -> None:
    page = healthy(open_page("step_2_ist_analysis/costs.py"))
    if not page.metric:
        return
    amount = first_amount(page_texts(page), r"ergeben|Kostenzeilen? ergibt")
    told.add(f"kosten_plan_{year}_gesamt", "Kosten: Zeilen", amount)
    for frame in frames(page, "label", "sach_cents"):
        for column, part in COST_PARTS.items():
            told.add(
                f"kosten_plan_{year}_{part}", "Kosten: Tabelle", known_sum(map(_int, frame[column]))
            )
    for tile, part in zip(page.metric, ("gesamt", "sach", "personal"), strict=False):
        told.add(f"kurz_kosten_plan_{year}_{part}", "Kosten: Zahl", _plain(tile.value))
    quality = healthy(open_page("step_2_ist_analysis/data_quality.py"))
    said = [text for text in page_texts(quality) if text.startswith("Datenqualität: Von")]
    if said:
        told.add(f"kosten_plan_{year}_gesamt", "Datenqualität", cents(said[0]))


def _council_answer(told: Told, open_page: Open, year: int) -> None:
    page = healthy(open_page("step_2_ist_analysis/council_answers.py"))
    for frame in frames(page, "label", "measure_cents"):
        whole = frame[frame["label"] == "Zusammen"]
        rows = whole if len(whole) else frame
        for column, part in COST_PARTS.items():
            name = f"kosten_plan_{year}_{part}"
            told.add(name, "Fragen der Politik", known_sum(map(_int, rows[column])))
        told.add(
            f"massnahmen_{year}_gesamt",
            "Fragen der Politik",
            known_sum(map(_int, rows["measure_cents"])),
        )


def _strategy(told: Told, open_page: Open, figures: dict[str, Any]) -> None:
    page = healthy(open_page("step_5_final_strategy/budget_view.py"))
    for text in page_texts(page):
        if found := re.search(r"Zeilen? \(alle Jahre\), zusammen", text):
            told.add("strategie_gesamt", "Kosten der Strategie", cents(text[found.end() :]))
    for tile in page.metric:
        name = f"massnahmen_{tile.label[-4:]}_gesamt"
        told.add(f"kurz_{name}", "Kosten der Strategie", _plain(tile.value))
        if name in figures:
            short = german.money_short(figures[name]["value"])
            told.add(f"kurz_{name}", "figures, kurz", _plain(short))
    for frame in frames(page, "grant_cents", "eligible_cents"):
        told.add(
            "foerderung_massnahmen", "Förderung (Seite)", known_sum(map(_int, frame["grant_cents"]))
        )
    staging = healthy(open_page("step_5_final_strategy/staging.py"))
    for frame in frames(staging, "title", "domain"):
        told.add("massnahmen_anzahl", "Stufen und Zeitplan", len(frame))


def _own_share(told: Told, open_page: Open) -> None:
    page = healthy(open_page("step_5_final_strategy/ranges.py"))
    for frame in frames(page, "what", "p50"):
        for row in frame.itertuples():
            what = {"Kosten": "kosten", "Eigenanteil": "eigenanteil"}[row.what]
            if row.year == "gesamt":
                told.add(f"horizont_{what}", "Kostenspannen (Seite)", _int(row.plan))
            elif what == "kosten":
                name = f"massnahmen_{row.year}_gesamt"
                told.add(name, "Kostenspannen (Seite)", _int(row.plan))
            else:
                told.add(f"eigenanteil_{row.year}", "Kostenspannen (Seite)", _int(row.plan))
    page = healthy(open_page("step_4_life_domains/heat_map.py"))
    for frame in frames(page, "domain", "sum"):
        told.add("horizont_eigenanteil", "Lebensbereiche und Ziele", int(frame["sum"].iloc[-1]))
        told.add("horizont_eigenanteil", "deren Zeilen", int(frame["sum"].iloc[:-1].sum()))


def _slides(told: Told, open_page: Open, figures: dict[str, Any], year: int) -> None:
    page = healthy(open_page("council/dashboard.py"))
    count = next((t for t in page_texts(page) if re.match(r"Folie 1 von", t)), "")
    for number in range(1, int(count.split()[-1]) + 1 if count else 1):
        slide = healthy(open_page("council/dashboard.py", folie=str(number)))
        title = slide.title[0].value
        if f"kostet im Jahr {year}" in title:
            short = german.money_short(figures[f"kosten_plan_{year}_gesamt"]["value"])
            told.add(f"kurz_kosten_plan_{year}_gesamt", "figures, kurz", _plain(short))
            amount = re.search(r"(?:mindestens )?([\d.,]+ (?:Mio\.\s)?€)", title)
            assert amount, title
            told.add(f"kurz_kosten_plan_{year}_gesamt", "Folie", _plain(amount[1]))
        if found := re.search(r"([\d.]+) Maßnahmen", title):
            told.add("strategie_massnahmen", "Folie", int(found[1].replace(".", "")))


def _lists(told: Told, open_page: Open) -> None:
    for script, plural, name in (
        ("step_2_ist_analysis/applications.py", "Anwendung(?:en)?", "anwendungen_anzahl"),
        ("step_4_life_domains/measures.py", "Maßnahmen?", "massnahmen_anzahl"),
        ("step_1_goals/goals.py", "Ziele?", "ziele_anzahl"),
        ("council/papers.py", "Vorlagen?", "vorlagen_anzahl"),
    ):
        texts = page_texts(healthy(open_page(script)))
        counts = [
            found
            for text in texts
            if (found := re.match(rf"([\d.]+)(?: von .*)? {plural}\.", text))
        ]
        if counts:
            told.add(name, "Liste", int(counts[0][1].replace(".", "")))
    services = healthy(open_page("step_2_ist_analysis/services.py"))
    for tile in services.metric:
        if tile.label == "Leistungen":
            told.add("leistungen_anzahl", "Leistungen (Seite)", _number(tile.value))
    for frame in frames(services, "topic", "services"):
        told.add("leistungen_anzahl", "Leistungen nach Thema", int(frame["services"].sum()))
        break
    projects = healthy(open_page("step_2_ist_analysis/projects.py"))
    if projects.metric:
        total = sum(int(tile.value) for tile in projects.metric)
        told.add("projekte_anzahl", "Ampeln der Projekte", total)


def frames(page: AppTest, *columns: str) -> list[Any]:
    return [item.value for item in page.dataframe if set(columns) <= set(item.value.columns)]


def _int(value: Any) -> int | None:
    return None if german.is_unknown(value) else int(value)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _number(text: str) -> int | None:
    if "€" in text or text == german.UNKNOWN:
        return cents(text)
    return int(text.replace(".", ""))
