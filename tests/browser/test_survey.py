"""The survey round trip with real files: workbooks out, one filled in by an Amt, read, undone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Locator, Page, expect

from strategy.survey.sending import send_round
from tests.browser.user import PATIENCE, main, open_page, press, rest, says, side
from tests.fresh_plans import empty_plan
from tests.survey.town import TODAY, add_row, cell_of, edited, fill_town

SENDING, READING = (
    "erhebungen?erhebung_sicht=B%C3%B6gen+ausgeben",
    ("erhebungen?erhebung_sicht=B%C3%B6gen+einlesen"),
)


def tile(page: Page, word: str) -> Locator:
    """A number with its word."""
    return main(page).get_by_test_id("stMetric").filter(has_text=word)


def upload(page: Page, name: str, data: bytes) -> None:
    """Put a file where files are dropped, and wait until the page has read it."""
    main(page).locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    expect(tile(page, "Zeilen gelesen")).to_be_visible(timeout=PATIENCE)
    rest(page)


def test_out_and_in_by_real_files(
    start_server: Callable[[Path], str], tmp_path: Path, page: Page
) -> None:
    store = empty_plan(tmp_path / "musterstadt.duckdb")
    fill_town(store)
    # Asked once before, so that the round has its Ämter.
    send_round(store, "Koordination", "ER-0001", TODAY)
    store.close()
    server = start_server(tmp_path / "musterstadt.duckdb")

    open_page(page, f"{server}/{SENDING}")
    press(page, "Erhebungsbögen erstellen")
    says(page, "2 Erhebungsbögen sind fertig.")
    with page.expect_download() as waiting:
        main(page).get_by_role("button", name="Alle Bögen herunterladen").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert sorted(archive.namelist()) == [
        "Erhebung_Amt-50_ER-0001.xlsx",
        "Erhebung_Amt-60_ER-0001.xlsx",
    ]
    sent = archive.read("Erhebung_Amt-60_ER-0001.xlsx")

    def fill(book: Any) -> None:
        book["Deckblatt"]["C19"].value = "Sachbearbeitung IT"
        cell_of(book, "Anwendungen", "A-0001", "Nutzende").value = "ca. 20"
        add_row(book, "Anwendungen", {"Bezeichnung": "Gebäudeplan"})

    def fill_badly(book: Any) -> None:
        fill(book)
        cell_of(book, "Kosten", "KL-0001", "Betrag").value = "viel"

    open_page(page, f"{server}/{READING}")
    upload(page, "Bauamt_mit_Fehler.xlsx", edited(sent, fill_badly))
    expect(tile(page, "Fehler")).to_contain_text("1")
    expect(main(page).get_by_role("button", name="Übernehmen", exact=True)).to_be_disabled()
    press(page, "Kopie mit Hinweisen erstellen")
    with page.expect_download() as waiting:
        main(page).get_by_role("button", name="Kopie herunterladen").click()
    marked = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert "„viel“" in cell_of(marked, "Kosten", "KL-0001", "Betrag").comment.text

    open_page(page, f"{server}/{READING}")
    upload(page, "Bauamt.xlsx", edited(sent, fill))
    says(page, "ausgefüllt von Sachbearbeitung IT")
    expect(tile(page, "Geänderte Angaben")).to_contain_text("1")
    expect(tile(page, "Neue Zeilen")).to_contain_text("1")
    press(page, "Übernehmen")
    says(page, "Angaben von Bauamt eingelesen: 1 neu, 1 Eintrag geändert")

    # One click shows where the value came from.
    open_page(page, f"{server}/anwendungen?id=A-0001")
    expect(main(page).get_by_label("Nutzende", exact=True).first).to_have_value("20")
    main(page).locator("summary").filter(has_text="Herkunft der Werte").click()
    says(page, "Bauamt.xlsx")
    says(page, "Sachbearbeitung IT")
    side(page).get_by_role("button", name="Rückgängig").click()
    rest(page)
    expect(main(page).get_by_label("Nutzende", exact=True).first).to_have_value("12")
