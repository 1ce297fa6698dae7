"""A whole workshop in real browsers: prepared, three phones, a killed server, points, a measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from strategy.figures.workshop.cards import cards_by_state
from strategy.kernel.store import Store
from strategy.plans.presets import new_plan
from tests.browser.real_server import Workbench
from tests.browser.user import choose, click_text, main, open_page, press, rest, says, type_in

PHONE = {"width": 390, "height": 844}
TITLE = "Werkstatt am Fluss"
WISHES = [
    "Das Formular für den Hund soll ich am Handy ausfüllen können",
    "Anträge online statt auf Papier 🙂",
    "Ein Bus, der auch abends fährt",
]


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[Workbench]:
    path = tmp_path / "flusstal.duckdb"
    new_plan(path, "sachsen-anhalt", "Stadt Flusstal", 2027, "Koordination").close()
    running = Workbench(path)
    yield running
    running.kill()


def join(browser: Browser, address: str, code: str, group: str) -> Page:
    """A phone that types the code and chooses its group."""
    phone = browser.new_context(viewport=PHONE, locale="de-DE", has_touch=True).new_page()
    phone.goto(f"{address}/mitmachen")
    phone.get_by_label("Code der Werkstatt").fill(code.lower())
    phone.get_by_role("button", name="Weiter").click()
    phone.get_by_role("radio", name=group).check()
    phone.get_by_role("button", name="Mitmachen").click()
    expect(phone.get_by_text(f"Sie machen mit in der Gruppe {group}.")).to_be_visible()
    return phone


def send(phone: Page, text: str) -> str:
    """Send a card; returns its code."""
    phone.get_by_label("Ihre Idee").fill(text)
    phone.get_by_role("button", name="Karte senden").click()
    told = phone.locator("#meldung .words")
    expect(told).to_contain_text("ihr Code ist")
    return str(re.search(r"([A-Z2-9]{4}-[A-Z2-9]{4})", told.inner_text())[1])  # type: ignore[index]


def test_a_workshop_from_the_preparation_to_the_fate_of_a_card(
    browser: Browser, page: Page, workbench: Workbench
) -> None:
    address = workbench.address
    open_page(page, f"{address}/werkstatt-vorbereiten")
    type_in(page, "Titel (Pflichtfeld)", TITLE)
    type_in(page, "Datum", "8.5.2027")
    press(page, "Werkstatt vorbereiten")
    expect(main(page).get_by_text(f"Fertig: {TITLE}")).to_be_visible()

    desk = f"{address}/moderation?moderation_werkstatt={TITLE}"
    open_page(page, desk)
    press(page, "Werkstatt starten")
    told = main(page).get_by_text("Läuft. Code").first
    expect(told).to_be_visible()
    code = str(re.search(r"Code ([A-Z2-9-]{7})", told.inner_text())[1])  # type: ignore[index]
    groups = ["Einwohnerschaft", "Vereine", "Schulen"]
    phones = [join(browser, address, code, group) for group in groups]
    wall = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="de-DE")
    wall.goto(f"{address}/werkstatt/W-0001/leinwand")

    press(page, "Karten")
    for phone in phones:
        expect(phone.get_by_label("Ihre Idee")).to_be_visible()
    card_codes = [send(phones[0], WISHES[0]), send(phones[1], WISHES[1])]

    # The phone writes on while the server is away, and sends when it is back.
    workbench.kill()
    phones[2].get_by_label("Ihre Idee").fill(WISHES[2])
    phones[2].get_by_role("button", name="Karte senden").click()
    workbench.start()
    expect(phones[2].locator(".cards")).to_contain_text(WISHES[2])

    open_page(page, desk)
    for wish in WISHES:
        expect(main(page).get_by_text(wish)).to_be_visible()
        expect(wall.get_by_text(wish)).to_have_count(0)
    for wish in WISHES[:2]:
        click_text(page, wish)
    says(page, "2 Karten ausgewählt")
    type_in(page, "Name des neuen Themas", "Anträge")
    press(page, "Zum Thema legen")
    says(page, "2 Karten zu einem Thema gelegt.")
    # The sentence stands at the top before the list below it has been drawn anew.
    expect(main(page).get_by_text("1 Karte.", exact=True)).to_be_visible()
    rest(page)
    click_text(page, WISHES[2])
    says(page, "1 Karte ausgewählt")
    choose(page, "Begründung", re.compile("^eigener Text$"))
    type_in(page, "Eigene Begründung", "Den Fahrplan bestellt der Landkreis.")
    press(page, "In den Ideenpool")
    says(page, "1 Karte in den Ideenpool gelegt.")
    for wish in WISHES[:2]:
        expect(wall.get_by_text(wish)).to_be_visible()
    expect(wall.get_by_text(WISHES[2])).to_have_count(0)

    press(page, "Punkte")
    for phone in phones:
        phone.get_by_role("button", name="Punkt geben").first.click()
        expect(phone.get_by_text("1 Punkt von Ihnen")).to_be_visible()
    phones[0].get_by_role("button", name="Punkt geben").first.click()
    expect(phones[0].get_by_text("2 Punkte von Ihnen")).to_be_visible()
    phones[0].get_by_role("button", name="Punkt zurück").first.click()
    expect(phones[0].get_by_text("1 Punkt von Ihnen")).to_be_visible()
    expect(wall.get_by_text("3 Punkte")).to_have_count(0)
    press(page, "Punktestand zeigen")
    expect(wall.get_by_text("3 Punkte")).to_be_visible()

    main(page).locator("summary").filter(has_text="Werkstatt beenden").click()
    # What unfolds moves its button away from below the pointer.
    rest(page)
    press(page, "Jetzt beenden")
    expect(main(page).get_by_text("Der Code führt nicht mehr zur Teilnahme.")).to_be_visible()
    phones[1].reload()
    expect(phones[1].get_by_text("Die Werkstatt ist beendet.")).to_be_visible()

    open_page(page, f"{address}/themen?id=CL-0001")
    press(page, "Maßnahme aus dem Thema machen")
    says(page, "Aus dem Thema „Anträge“ ist eine Maßnahme entstanden")
    for phone, card_code, wish in zip(phones, card_codes, WISHES, strict=False):
        phone.goto(f"{address}/karte")
        phone.get_by_label("Code der Karte").fill(card_code.lower())
        phone.keyboard.press("Enter")
        expect(phone.get_by_text(wish)).to_be_visible()
        expect(phone.get_by_text("M-0001")).to_be_visible()
    open_page(page, f"{address}/ergebnisse?ergebnis_werkstatt={TITLE}")
    expect(main(page).get_by_text("Am meisten Punkte: Anträge mit 3.")).to_be_visible()

    workbench.kill()
    store = Store.open(workbench.plan)
    with store.read() as db:
        assert [row["body"] for row in db.rows("SELECT body FROM card ORDER BY id")] == WISHES
        states = cards_by_state(db, "W-0001").set_index("state")["cards"]
        assert dict(states[states > 0]) == {"in Maßnahme aufgenommen": 2, "im Ideenpool": 1}
        assert db.value("SELECT sum(points) FROM point") == 3
        for table in ("participant", "receipt"):
            assert not db.has_rows(f"SELECT 1 FROM participation.{table}")
    store.close()
