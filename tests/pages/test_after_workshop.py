"""Results and pool of ideas, walked as the coordinator walks them after a workshop."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from strategy.figures.workshop.ideas import ideas
from strategy.figures.workshop.points import points_total
from strategy.kernel.records import find, get_, insert
from strategy.kernel.store.versions import list_versions
from strategy.nouns.card import Card
from strategy.nouns.cluster import Cluster
from strategy.nouns.link import Link
from strategy.nouns.measure import Measure
from strategy.nouns.point import Point
from tests.pages.conftest import Opener, healthy
from ui.run import session

RESULTS = "step_3_future_workshop/results.py"
IDEAS = "step_3_future_workshop/ideas.py"
WAYS = "Vom Ärger zum Schritt"
VIEWS = ("Rangfolge", "Nach Gruppen", WAYS, "Was wurde daraus?", "Ausgeben")
RUNNING = "Online-Beteiligung „Rathaus nach Feierabend“"


def _all(noun: type[Any]) -> list[Any]:
    with session.open_store().read() as db:
        return find(db, noun)


def _one(noun: type[Any], object_id: str) -> Any:
    with session.open_store().read() as db:
        return get_(db, noun, object_id)


def _press(page: AppTest, label: str) -> AppTest:
    return next(item for item in page.button if item.label == label).click().run()


@pytest.mark.parametrize(
    ("script", "words"), [(RESULTS, "legen Sie zuerst eine an"), (IDEAS, "Noch liegt keine Karte")]
)
def test_an_empty_plan_says_what_belongs_there(
    looking_at_empty: Opener, script: str, words: str
) -> None:
    page = healthy(looking_at_empty(script))
    assert any(words in item.value for item in page.info)


def test_the_sums_are_said_and_are_those_of_the_plan(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(RESULTS))
    tiles = {tile.label: tile.value for tile in page.metric}
    with session.open_store().read() as db:
        total = points_total(db, "W-0001")
    assert tiles == {"Karten": "159", "Themen": "16", "Punkte": "1.145"} and total == 1145
    views = [healthy(looking_at_demo(RESULTS, ergebnis_sicht=view)) for view in VIEWS]
    captions = " ".join(item.value for view in views for item in view.caption)
    assert "Zusammen 1.145 Punkte, gegeben an Telefonen" in captions
    assert "Zusammen 159 Karten; jede Karte hat genau einen Stand" in captions
    sentences = " ".join(item.value for view in views for item in view.markdown)
    assert "Wofür jede Gruppe am meisten ihrer Punkte gab" in sentences
    assert "Mit gleichem Gewicht für jede Gruppe läge „Anträge und Formulare“ vorn" in sentences


def test_a_running_workshop_shows_declined_and_loose_points(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(RESULTS, ergebnis_werkstatt=RUNNING))
    captions = " ".join(item.value for item in page.caption)
    assert "Davon liegen 2 auf abgelehnten Karten; sie zählen mit." in captions
    page = healthy(looking_at_demo(RESULTS, ergebnis_werkstatt=RUNNING, ergebnis_sicht=WAYS))
    choice = page.selectbox(key="ergebnis_thema")
    assert choice.options[-1] == "ohne Thema"
    page = healthy(choice.set_value("").run())
    assert any("Diese Karten liegen noch in keinem Thema" in item.value for item in page.caption)


def test_a_workshop_without_cards_says_so(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(RESULTS, ergebnis_werkstatt="Werkstattgespräch der Ortschaften"))
    assert any("hängt noch keine Karte" in item.value for item in page.info)


def test_a_thousand_clusters_make_no_endless_picture(on_demo: Opener) -> None:
    on_demo(RESULTS)
    with session.open_store().write("Anna") as tx:
        many = insert(tx, [Cluster(workshop_id="W-0001", title=f"T{n}") for n in range(1000)])
        insert(
            tx,
            [
                Point(
                    workshop_id="W-0001",
                    cluster_id=item.id,
                    group_id="TG-0001",
                    phase_id="WP-0001",
                    points=2,
                )
                for item in many
            ],
        )
    views = [healthy(on_demo(RESULTS, ergebnis_sicht=view)) for view in VIEWS]
    captions = [item.value for page in views for item in page.caption]
    cut = [words for words in captions if "Das Bild zeigt die 30 Themen" in words]
    assert len(cut) == 3 and "alle 1.016" in cut[0]
    heights = [
        json.loads(item.proto.spec)["layout"]["height"]
        for page in views
        for item in page.get("plotly_chart")
    ]
    assert len(heights) == 4 and max(heights) < 2000


def test_a_cluster_gets_its_domain_and_becomes_a_measure(on_demo: Opener) -> None:
    page = healthy(
        on_demo(
            RESULTS,
            ergebnis_werkstatt=RUNNING,
            ergebnis_sicht=WAYS,
            ergebnis_thema="Abholen und abgeben (CL-0020)",
        )
    )
    field = next(item for item in page.selectbox if item.label == "Lebensbereich des Themas")
    page = healthy(field.set_value("LB-0001").run())
    assert _one(Cluster, "CL-0020").domain_id == "LB-0001"
    healthy(_press(page, "Maßnahme aus dem Thema machen"))
    measure = _all(Measure)[-1]
    assert (measure.title, measure.domain_id) == ("Abholen und abgeben", "LB-0001")
    assert any(link.from_id == measure.id and link.to_id == "CL-0020" for link in _all(Link))


def test_many_cards_get_a_domain_at_once(on_demo: Opener) -> None:
    page = healthy(on_demo(RESULTS, ergebnis_sicht=WAYS))
    key = next(i.key for i in page.multiselect if str(i.key).startswith("way_W-0001_"))
    chosen = ["C-0004", "C-0005"]
    page.multiselect(key=key).set_value(chosen)
    page.selectbox(key=key.replace("_cards", "_domain")).set_value("LB-0003")
    page = healthy(page.button(key=key.replace("_cards", "_save")).click().run())
    assert {_one(Card, item).domain_id for item in chosen} == {"LB-0003"}
    assert page.multiselect(key=key).value == []


def test_missing_codes_are_given_by_a_button(on_demo: Opener) -> None:
    page = healthy(on_demo(RESULTS, ergebnis_sicht="Was wurde daraus?"))
    assert not [item for item in page.button if item.label == "Fehlende Codes vergeben"]
    with session.open_store().write("Anna") as tx:
        tx.run(
            "UPDATE card SET code = NULL, version = ? WHERE id IN ('C-0001', 'C-0002')",
            [tx.action_id],
        )
    page = healthy(page.run())
    assert any("2 Karten haben keinen Code" in item.value for item in page.warning)
    page = healthy(_press(page, "Fehlende Codes vergeben"))
    assert not page.warning and _one(Card, "C-0001").code
    codes = next(shown.value["code"] for shown in page.dataframe if "code" in shown.value)
    assert codes.str.fullmatch("[A-Z0-9]{4}-[A-Z0-9]{4}").all()


def test_files_are_offered(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(RESULTS, ergebnis_sicht="Ausgeben"))
    labels = [item.proto.label for item in page.get("download_button")]
    assert {"Niederschrift als Word", "Alles als Excel", "Alles als JSON"} <= set(labels)
    page = healthy(looking_at_demo(RESULTS, ergebnis_sicht="Was wurde daraus?"))
    links = [item.proto for item in page.get("link_button")]
    assert [item.url for item in links] == ["/werkstatt/W-0001/schicksale"]


def test_the_pool_is_searched_and_filtered(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(IDEAS))
    with session.open_store().read() as db:
        pool = ideas(db)
    assert any(f"{len(pool)} Ideen im Pool." in item.value for item in page.caption)
    page = healthy(looking_at_demo(IDEAS, ideen_suche="KAFFEE"))
    assert any(f"1 von {len(pool)} Ideen." in item.value for item in page.caption)
    page = healthy(looking_at_demo(IDEAS, ideen_workshop=RUNNING))
    assert any(f"2 von {len(pool)} Ideen." in item.value for item in page.caption)
    page = healthy(looking_at_demo(IDEAS, ideen_suche="gibt es nicht"))
    assert any("Dazu liegt keine Idee" in item.value for item in page.info)


def test_an_idea_goes_back_into_discussion_or_becomes_a_measure(on_demo: Opener) -> None:
    page = healthy(on_demo(IDEAS))
    page = healthy(page.selectbox(key="idea_chosen").set_value("C-0101").run())
    page = healthy(page.button(key="idea_back").click().run())
    card = _one(Card, "C-0101")
    assert (card.state, card.reason) == ("angenommen", None)
    assert "C-0101" not in str(page.selectbox(key="idea_chosen").options)
    page = healthy(_press(page, "Rückgängig"))
    assert _one(Card, "C-0101").state == "im Ideenpool"
    page = healthy(page.selectbox(key="idea_chosen").set_value("C-0113").run())
    page = healthy(page.button(key="idea_measure").click().run())
    measure = _all(Measure)[-1]
    assert measure.domain_id == "LB-0008", "the domain of the card comes along"
    assert _one(Card, "C-0113").state == "in Maßnahme aufgenommen"
    assert any(measure.id in item.value for item in page.info)


def test_a_sealed_version_shows_everything_and_changes_nothing(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(RESULTS, ergebnis_sicht=WAYS))
    with session.open_store().read() as db:
        sealed = next(item for item in list_versions(db) if item.kind == "edition")
    page = healthy(page.selectbox(key="fassung").set_value(sealed.name).run())
    assert {tile.label: tile.value for tile in page.metric}["Punkte"] == "1.145"
    field = next(item for item in page.selectbox if item.label == "Lebensbereich des Themas")
    assert field.disabled
    assert not [item for item in page.button if item.label == "Maßnahme aus dem Thema machen"]
    page = healthy(looking_at_demo(RESULTS, ergebnis_sicht="Was wurde daraus?"))
    page = healthy(page.selectbox(key="fassung").set_value(sealed.name).run())
    assert f"fassung={sealed.name}" in page.get("link_button")[0].proto.url
    page.switch_page(IDEAS)
    page = healthy(page.run())
    assert page.button(key="idea_back").disabled and page.button(key="idea_measure").disabled


def test_a_survey_is_read_into_the_workshop_that_was_asked_for(on_demo: Opener) -> None:
    page = on_demo("plan_data/import_files.py", import_kind="Karten einer Werkstatt")
    text = "Text;Phase;Gruppe\nEin Fenster zum Hof;Das Rathaus nach Feierabend;Familien\n"
    page.file_uploader[0].upload("umfrage.csv", text.encode(), "text/csv")
    page = healthy(page.run())
    choice = next(item for item in page.radio if item.label.startswith("Zu welcher Werkstatt"))
    assert choice.options[0].startswith("Online-Beteiligung"), "the running one comes first"
    page = healthy(_press(page, "So lesen"))
    assert {tile.label: tile.value for tile in page.metric}["Neu"] == "1"
    healthy(_press(page, "In den Plan übernehmen"))
    card = _all(Card)[-1]
    assert (card.workshop_id, card.group_id, card.source) == ("W-0003", "TG-0013", "eingelesen")
    assert card.state == "eingegangen" and card.code, "this workshop checks cards first"
