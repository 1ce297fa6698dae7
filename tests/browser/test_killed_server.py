"""A German amount is read strictly, and what is saved outlives a killed server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from strategy.kernel.records import find
from strategy.kernel.store import Store
from strategy.nouns.cost_line import CostLine
from tests.browser.real_server import Workbench
from tests.browser.user import choose, field, main, open_page, press, rest, says, type_in

# As fast as a user could be: in the moment in which the page can be used again.
PRESS_ONCE_BACK = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const save = [...document.querySelectorAll('[data-testid=stMain] button')]
    .find((button) => button.textContent.includes('Speichern'));
  let gone = false;
  new MutationObserver((_, watching) => {
    const there = app.dataset.testConnectionState === 'CONNECTED';
    gone ||= !there;
    if (gone && there && !save.disabled) {
      watching.disconnect();
      save.click();
    }
  }).observe(document.body, {attributes: true, subtree: true});
}"""


@pytest.fixture
def workbench(demo_file: Path, tmp_path: Path) -> Iterator[Workbench]:
    running = Workbench(Path(shutil.copy(demo_file, tmp_path / "auenfurt.duckdb")))
    yield running
    running.kill()


def test_a_german_amount_is_read_strictly_and_outlives_a_killed_server(
    page: Page, workbench: Workbench
) -> None:
    open_page(page, f"{workbench.address}/massnahmen?neu=cost_line&bei=M-0005")
    type_in(page, "Bezeichnung", "Leichte Sprache prüfen")
    type_in(page, "Jahr (Pflichtfeld)", "2027")
    choose(page, "Kostenart (Pflichtfeld)", "Dienstleistung")
    choose(page, "Plan oder Ist (Pflichtfeld)", "Plan")
    type_in(page, "Betrag", "1234.56")
    press(page, "Speichern")
    refused = main(page).get_by_role("alert").filter(has_text="Betrag: ")
    expect(refused).to_have_count(1)
    type_in(page, "Betrag", "1.234,56")
    says(page, "verstanden: 1.234,56 €")
    press(page, "Speichern")
    says(page, "Gespeichert: Kostenzeile „Leichte Sprache prüfen“.")
    expect(field(page, "Betrag")).to_have_value("1.234,56\u00a0€")

    type_in(page, "Anmerkung", "vor dem Neustart getippt")
    page.evaluate(PRESS_ONCE_BACK)
    workbench.kill()
    # The page must have noticed, or it would be taken for the one that has come back.
    state = page.locator("[data-testid=stApp]")
    expect(state).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    store = Store.open(workbench.plan)
    with store.read() as db:
        stored = find(db, CostLine, "title = 'Leichte Sprache prüfen'")
    store.close()
    assert [line.amount_cents for line in stored] == [123456]

    workbench.start()
    # The open page comes back by itself; nobody presses reload.
    history = main(page).locator("summary").filter(has_text="Verlauf")
    expect(state).to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(page.locator("[data-testid=stConnectionStatus]")).to_have_count(0)
    # Nor does anybody wait: until the new server has made it, the page stands there as it was.
    says(page, "Gespeichert: Kostenzeile „Leichte Sprache prüfen“.")
    rest(page)
    expect(history).to_be_visible()
    expect(field(page, "Betrag")).to_have_value("1.234,56\u00a0€")
    expect(field(page, "Anmerkung")).to_have_value("vor dem Neustart getippt")
