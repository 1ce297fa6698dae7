"""Workshop, life domains and strategy, walked as the facilitator and the planner walk them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from strategy.figures.money.budget_places import budget_places
from strategy.figures.money.strategy_cost import strategy_by_year, strategy_rows
from strategy.figures.profile import plan_year
from strategy.kernel import german
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Transaction
from strategy.kernel.store.versions import list_versions
from strategy.nouns.card import Card
from strategy.nouns.cost_line import CostLine
from strategy.nouns.criterion import Criterion
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.link import Link
from strategy.nouns.measure import Measure
from strategy.nouns.plan_entry import PlanEntry
from strategy.nouns.score import Score
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from tests.pages.conftest import Opener, healthy
from ui.run import session

WORKSHOPS = "step_3_future_workshop/workshops.py"
SORTING = "Ordnen und entscheiden"
CARDS = "step_3_future_workshop/cards.py"
CLUSTERS = "step_3_future_workshop/clusters.py"
DOMAINS = "step_4_life_domains/domains.py"
MEASURES = "step_4_life_domains/measures.py"
PRIORITIES = "step_5_final_strategy/priorities.py"
STAGING = "step_5_final_strategy/staging.py"
BUDGET = "step_5_final_strategy/budget_view.py"
CHAPTERS = "step_5_final_strategy/chapters.py"
REPORT = "step_5_final_strategy/report.py"

EMPTY = [
    (WORKSHOPS, "Hier stehen die Zukunftswerkstätten"),
    (CARDS, "legen Sie zuerst eine an"),
    (CLUSTERS, "legen Sie zuerst eine an"),
    (MEASURES, "Hier stehen die Maßnahmen der Strategie"),
    (PRIORITIES, "Es gibt noch keine Maßnahmen"),
    (STAGING, "Es gibt noch keine Maßnahmen"),
    (BUDGET, "Noch hat keine Maßnahme Kosten"),
    ("step_5_final_strategy/ranges.py", "dann gibt es auch keine Spanne"),
]


def test_a_list_says_what_is_filtered_and_clears_it_at_once(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(MEASURES, measure_status="Idee", measure_suche="arzttermin"))
    rows = page.dataframe[0].value
    assert list(rows.columns)[:4] == ["title", "status", "own_cents", "cost_cents"]
    assert list(rows.columns)[-1] == "id"
    assert list(rows["title"]) == ["Arzttermin per Bild in der Ortschaft"]
    assert rows["stage"][0] == "Umsetzung 2028–2029, Betrieb 2030"
    assert any(item.value == "Gefiltert nach Stand: Idee." for item in page.caption)
    page = healthy(page.button(key="measure_aufheben").click().run())
    titles = list(page.dataframe[0].value["title"])
    assert len(titles) == 45 and titles == sorted(titles, key=german.listed)
    # Below eight rows one sees all of them; search and filters would take more room than the list.
    page = healthy(looking_at_demo("step_2_ist_analysis/distribution_keys.py"))
    assert not any("durchsuchen" in item.label for item in page.main.text_input)


@pytest.mark.parametrize(("script", "words"), EMPTY)
def test_an_empty_page_says_what_belongs_there(
    looking_at_empty: Opener, script: str, words: str
) -> None:
    page = healthy(looking_at_empty(script))
    assert any(words in item.value for item in page.info)


def test_a_workshop_from_the_form_to_its_first_card(on_empty: Opener) -> None:
    page = healthy(on_empty(WORKSHOPS, neu="workshop"))
    page.text_input(key="workshop:neu:0:title").input("Werkstatt im Bürgerhaus")
    page.text_input(key="workshop:neu:0:held_on").input("8.5.2027")
    page = healthy(page.button(key="save_new_workshop").click().run())
    page = healthy(page.button(key="three_phases").click().run())
    workshop = _all(Workshop)[0]
    kinds = [phase.kind for phase in _all(WorkshopPhase)]
    assert kinds == ["Kritik", "Phantasie", "Verwirklichung"]
    assert not [item for item in page.button if item.key == "three_phases"]

    page = healthy(on_empty(CARDS, karten_phase="Phantasie"))
    page.text_input(key="quick_text").input("Ein Amt, das *abends* offen hat")
    page = healthy(_pressed(page, "Karte aufnehmen"))
    assert page.text_input(key="quick_text").value == "", "the field waits for the next card"
    card = _all(Card)[0]
    assert (card.body, card.state) == ("Ein Amt, das *abends* offen hat", "eingegangen")
    assert (card.workshop_id, card.phase_id) == (workshop.id, _all(WorkshopPhase)[1].id)
    assert any(r"Ein Amt, das \*abends\* offen hat" in item.value for item in page.markdown)


def test_an_empty_card_is_refused(looking_at_demo: Opener) -> None:
    page = _pressed(looking_at_demo(CARDS), "Karte aufnehmen")
    assert [item.value for item in page.error] == [
        "Die Karte ist leer; schreiben Sie einen Gedanken hinein."
    ]


def test_states_add_up_to_all_cards_and_filter_the_wall(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(CARDS, karten_phase="alle Phasen"))
    cards = [card for card in _all(Card) if card.workshop_id == "W-0001"]
    assert any(f"Zusammen {len(cards)} Karten" in item.value for item in page.caption)
    counts = [int(word.rpartition(": ")[2]) for word in page.pills[0].options]
    assert sum(counts) == len(cards)
    label = next(word for word in page.pills[0].options if word.startswith("abgelehnt"))
    rejected = [card for card in cards if card.state == "abgelehnt"]
    page = healthy(
        looking_at_demo(CARDS, karten_phase="alle Phasen", karten_stand=label, karten_sicht=SORTING)
    )
    assert len(page.multiselect(key="chosen_cards").options) == len(rejected)


def test_many_cards_are_sorted_and_decided_at_once(on_demo: Opener) -> None:
    page = healthy(on_demo(CARDS, karten_phase="alle Phasen", karten_sicht=SORTING))
    chosen = [card.id for card in _all(Card) if card.state == "angenommen"][:3]
    page.multiselect(key="chosen_cards").set_value(chosen)
    page.selectbox(key="target_cluster").set_value("CL-0002")
    page = healthy(page.run().button(key="sort_cards").click().run())
    assert {_one(Card, item).cluster_id for item in chosen} == {"CL-0002"}
    assert page.multiselect(key="chosen_cards").value == []

    page.multiselect(key="chosen_cards").set_value(chosen)
    page.selectbox(key="decision").set_value("abgelehnt")
    page = page.run().button(key="decide_cards").click().run()
    assert any("braucht eine Begründung" in item.value for item in page.error)
    assert _one(Card, chosen[0]).state == "angenommen"
    page.text_input(key="decision_reason").input("Dafür ist der Landkreis zuständig.")
    page = healthy(page.button(key="decide_cards").click().run())
    assert {_one(Card, item).state for item in chosen} == {"abgelehnt"}
    healthy(_pressed(page, "Rückgängig"))
    assert {_one(Card, item).state for item in chosen} == {"angenommen"}


def test_a_card_becomes_a_measure_that_knows_where_it_came_from(on_demo: Opener) -> None:
    linked = {link.to_id for link in _demo_links(on_demo)}
    card = next(c for c in _all(Card) if c.state == "angenommen" and c.id not in linked)
    page = healthy(on_demo(CARDS, id=card.id))
    page = healthy(page.button(key=f"measure_of_{card.id}").click().run())
    measure = _all(Measure)[-1]
    assert (measure.body, measure.origin) == (card.body, "Werkstattkarte")
    assert _one(Card, card.id).state == "in Maßnahme aufgenommen"
    sheet = healthy(on_demo(MEASURES, id=measure.id))
    assert any(item.value == "Spur" for item in sheet.subheader)
    labels = [item.proto.label for item in sheet.get("page_link")]
    assert any(f"entstanden aus: Karte {card.id}" in label for label in labels)


def test_a_cluster_becomes_a_measure_with_the_chosen_cards(on_demo: Opener) -> None:
    page = healthy(on_demo(CLUSTERS, id="CL-0016"))
    chosen = page.multiselect(key="cluster_cards_CL-0016").value
    healthy(_pressed(page, "Maßnahme aus dem Thema machen"))
    measure = _all(Measure)[-1]
    came_from = {link.to_id for link in _all(Link) if link.from_id == measure.id}
    assert came_from == {"CL-0016", *chosen}


def test_another_system_leads(on_demo: Opener) -> None:
    page = healthy(on_demo(DOMAINS, id="LS-0003"))
    healthy(page.button(key="lead").click().run())
    assert [item.id for item in _all(LifeDomainSystem) if item.is_leading] == ["LS-0003"]


def test_an_amount_that_is_not_clear_never_reaches_the_plan(on_demo: Opener) -> None:
    page = healthy(on_demo(MEASURES, neu="cost_line", bei="M-0005"))
    before = len(_all(CostLine))
    page.text_input(key="cost_line:neu:0:year").input("2027")
    page.selectbox(key="cost_line:neu:0:cost_type").set_value("Lizenz")
    page.text_input(key="cost_line:neu:0:amount_cents").input("1.23,4")
    page = page.button(key="save_new_cost_line").click().run()
    assert any(item.value.startswith("Betrag: ") for item in page.error)
    assert len(_all(CostLine)) == before
    page.text_input(key="cost_line:neu:0:amount_cents").input("1.234,56")
    healthy(page.button(key="save_new_cost_line").click().run())
    line = _all(CostLine)[-1]
    assert (line.measure_id, line.amount_cents) == ("M-0005", 123456)


def test_a_conflict_shows_both_values_and_loses_neither(on_demo: Opener) -> None:
    page = healthy(on_demo(MEASURES, id="M-0005"))
    measure = _one(Measure, "M-0005")
    page = healthy(page.button(key="edit_M-0005_Grunddaten").click().run())
    field = f"measure:M-0005:{measure.version}:Grunddaten:title"
    page.text_input(key=field).input("Mein Titel")
    _write(lambda tx: save_(tx, measure.replace(title="Ihr Titel")))
    page = page.button(key="save_M-0005").click().run()
    assert any("inzwischen von" in item.value for item in page.warning)
    assert page.radio[0].options == ["mein Wert: Mein Titel", "der andere Wert: Ihr Titel"]
    page = healthy(page.button(key="pending:measure:M-0005:resolve").click().run())
    assert _one(Measure, "M-0005").title == "Mein Titel"


def test_the_measure_sheet_shows_grant_and_own_share(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(MEASURES, id="M-0030"))
    tiles = {tile.label: tile.value for tile in page.metric}
    # 90 % of 118.000 €, below the cap of 150.000 €.
    assert tiles["Fördermittel"] == "106.200\N{NO-BREAK SPACE}€"
    assert any(item.value == "**Förderung und Eigenanteil**" for item in page.markdown)
    # Per year too, and the years add up to the tile.
    table = next(item.value for item in page.table if "Eigenanteil" in item.value.columns)
    assert list(table["Förderung"])[-1] == "106.200,00\N{NO-BREAK SPACE}€"


def test_one_group_of_the_sheet_is_edited_at_a_time_and_goals_are_linked(on_demo: Opener) -> None:
    page = healthy(on_demo(MEASURES, id="M-0005"))
    version = _one(Measure, "M-0005").version
    page = healthy(page.button(key="edit_M-0005_Zeit").click().run())
    assert f"measure:M-0005:{version}:Zeit:starts_on" in [item.key for item in page.text_input]
    page = healthy(page.button(key="edit_M-0005_Wirkung").click().run())
    assert not [item for item in page.text_input if ":Zeit:" in str(item.key)]
    chosen = page.multiselect[0]
    before = set(chosen.value)
    chosen.set_value(["Z-0001"])
    page = healthy(page.button(key="save_M-0005").click().run())
    goals = {x.to_id for x in _all(Link) if (x.from_id, x.kind) == ("M-0005", "dient")}
    assert goals == {"Z-0001"} != before
    assert page.button(key="edit_M-0005_Wirkung")
    healthy(_pressed(page, "Rückgängig"))
    goals = {x.to_id for x in _all(Link) if (x.from_id, x.kind) == ("M-0005", "dient")}
    assert goals == before


def test_no_ranking_without_full_weights(on_demo: Opener) -> None:
    page = healthy(on_demo(PRIORITIES))
    assert any("ergeben zusammen 100" in item.value for item in page.caption)
    first = _all(Criterion)[0]
    _write(lambda tx: save_(tx, first.replace(weight=Decimal(20))))
    page = healthy(page.run())
    assert any("95\N{NO-BREAK SPACE}% statt 100" in item.value for item in page.warning)
    assert not [item for item in page.selectbox if item.key == "ranking_open"]


def test_points_of_a_measure_are_read_strictly(on_demo: Opener) -> None:
    page = healthy(on_demo(PRIORITIES, massnahme="M-0002"))
    field = next(i for i in page.text_input if str(i.key).startswith("score_M-0002_KR-0001"))
    field.input("11")
    page = page.button(key="save_scores").click().run()
    assert any("nicht zwischen 0 und 10" in item.value for item in page.error)
    field = next(i for i in page.text_input if str(i.key).startswith("score_M-0002_KR-0001"))
    field.input("7,5")
    healthy(page.button(key="save_scores").click().run())
    score = next(s for s in _all(Score) if (s.measure_id, s.criterion_id) == ("M-0002", "KR-0001"))
    assert score.points == Decimal("7.5")


def test_a_stage_is_set_for_several_years_in_one_action(on_demo: Opener) -> None:
    page = healthy(on_demo(STAGING))
    years = page.selectbox(key="stage_first").options
    page.selectbox(key="stage_measure").set_value("M-0005")
    page.selectbox(key="stage_first").set_value(2028)
    page.selectbox(key="stage_last").set_value(2030)
    page.selectbox(key="stage").set_value("Betrieb")
    page = healthy(page.button(key="set_stage").click().run())
    entries = {e.year: e.stage for e in _all(PlanEntry) if e.measure_id == "M-0005"}
    assert [entries[year] for year in (2028, 2029, 2030)] == ["Betrieb"] * 3
    assert years == [str(year) for year in range(2025, 2031)], "only years of the horizon"
    page.selectbox(key="stage_first").set_value(2030)
    page.selectbox(key="stage_last").set_value(2028)
    page = page.button(key="set_stage").click().run()
    assert any("liegt vor dem ersten" in item.value for item in page.error)


def test_the_budget_view_leads_to_the_rows_of_its_sums(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(BUDGET, kosten_jahr="2028"))
    with session.open_store().read() as db:
        sums = strategy_by_year(db).set_index("year")["amount_cents"]
        rows = strategy_rows(db, year=2028)
    assert int(rows["amount_cents"].sum()) == int(sums[2028])
    assert any(f"{len(rows)} Zeilen (2028)" in item.value for item in page.caption)
    assert any("unbekannte Kosten" in item.value for item in page.warning)
    with session.open_store().read() as db:
        places, first = budget_places(db), plan_year(db)
    ahead = places[(places["year"] >= first) & (places["state"] != "veranschlagt")]
    told = german.money(int(ahead["amount_cents"].dropna().sum()))
    assert any(f"keinem Haushalt stehen mindestens {told}" in item.value for item in page.markdown)


def test_every_view_shows_its_own(looking_at_demo: Opener) -> None:
    wall, cards = (
        healthy(looking_at_demo(CARDS)),
        healthy(looking_at_demo(CARDS, karten_sicht="Liste")),
    )
    assert wall.header and not wall.dataframe
    assert len(cards.dataframe) == 1 and not cards.header
    views = {"": "stages", "Zeitplan": "timeline", "Kosten nach Jahren": "stage_cost"}
    for view, key in views.items():
        page = healthy(
            looking_at_demo(STAGING, mehrjahr_sicht=view) if view else looking_at_demo(STAGING)
        )
        assert [chart.proto.id.endswith(f"-{key}_chart") for chart in page.get("plotly_chart")] == [
            True
        ], view


def test_chapters_are_shown_as_one_document_in_their_order(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(CHAPTERS, kapitel_sicht="Vorschau als Dokument"))
    headings = [item.value for item in page.header]
    assert headings[:2] == ["Vorwort", "Einleitung und Auftrag"]
    shown = " ".join(str(item.value) for item in page.markdown)
    assert "Im Planjahr 2027 kosten sie 1." in shown and "{{massnahmen" not in shown
    page = healthy(page.button(key="make_strategy_docx").click().run())
    assert "fetch_strategy_docx" in str(page.get("download_button"))


def test_the_report_says_what_is_missing(looking_at_demo: Opener) -> None:
    # That it is built and fetched is seen where all files of all pages are opened.
    page = healthy(looking_at_demo(REPORT))
    assert any(item.value == "Was noch fehlt" for item in page.header)


def test_a_sealed_version_cannot_be_edited(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(MEASURES, id="M-0005"))
    with session.open_store().read() as db:
        sealed = next(item for item in list_versions(db) if item.kind == "edition")
    page = healthy(page.selectbox(key="fassung").set_value(sealed.name).run())
    assert not [item for item in page.button if item.key == "save_M-0005"]
    page.query_params.clear()
    page.switch_page(STAGING)
    page = healthy(page.run())
    assert page.selectbox(key="fassung").value == sealed.name
    assert page.button(key="set_stage").disabled


def _demo_links(on_demo: Opener) -> list[Link]:
    on_demo(CARDS)
    return _all(Link)


def _pressed(page: AppTest, label: str) -> AppTest:
    return next(item for item in page.button if item.label == label).click().run()


def _all(noun: type[Any]) -> list[Any]:
    with session.open_store().read() as db:
        return find(db, noun)


def _one(noun: type[Any], object_id: str) -> Any:
    with session.open_store().read() as db:
        return get_(db, noun, object_id)


def _write(work: Callable[[Transaction], Any]) -> None:
    with session.open_store().write("Anna", "Von nebenan geändert") as tx:
        work(tx)


def test_a_life_domain_leads_to_its_measures(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(DOMAINS))
    link = next(i.proto for i in page.get("page_link") if i.proto.label.startswith("Bildung: "))
    count = int(link.label.split()[1])
    query = dict(parse_qsl(link.query_string))
    page = healthy(looking_at_demo(MEASURES, **query))
    assert any(f"{count} von 45 Maßnahmen" in item.value for item in page.caption)


def test_ranges_say_how_likely_a_cap_breaks(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo("step_5_final_strategy/ranges.py"))
    tables = {tuple(item.value.columns)[0]: item.value for item in page.dataframe}
    amounts = tables["what"]
    for row in amounts.itertuples():
        assert row.plan <= row.p50 <= row.p80 <= row.p95
    risks = tables["cap"]
    assert list(risks["probability"]) == sorted(risks["probability"], reverse=True)
    assert risks["probability"].iloc[0] == 100


def test_a_cell_of_domains_and_goals_leads_to_its_measures(looking_at_demo: Opener) -> None:
    script = "step_4_life_domains/heat_map.py"
    page = healthy(looking_at_demo(script, waerme_jahr="2028"))
    table = next(item.value for item in page.dataframe if "mark" in item.value.columns)
    goal = next(name for name in table.columns if name.startswith("Z-"))
    place = table[goal].iloc[:-1].astype(int).idxmax()
    page = page.selectbox(key="waerme_bereich").set_value(
        page.selectbox(key="waerme_bereich").options and _domain(table["domain"][place])
    )
    page = page.run()
    page = healthy(page.selectbox(key="waerme_ziel").set_value(goal).run())
    rows = next(item.value for item in page.dataframe if "own_cents" in item.value.columns)
    assert rows["own_cents"].sum() == table[goal][place]
    assert table["sum"].iloc[-1] == table["sum"].iloc[:-1].sum()


def _domain(title: str) -> str:
    with session.open_store(session.list_plans()[0]).read() as db:
        found = db.value(
            "SELECT d.id FROM life_domain d JOIN life_domain_system s ON s.id = d.system_id "
            "WHERE d.title = ? AND s.is_leading",
            [title],
        )
    return str(found)
