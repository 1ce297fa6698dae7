"""The planning table as people use it without a mouse: draft, save, undo, many at once."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from strategy.identity.drafts import drafts_of
from strategy.kernel import german
from strategy.kernel.records import get_
from strategy.nouns.measure import Measure
from strategy.planning.lines import meters
from strategy.planning.rows import read_plan_table
from tests.pages.conftest import Opener, healthy
from ui.run import session

LIMITS = "step_5_final_strategy/limits.py"
PAGE = "step_5_final_strategy/planning_table.py"


def measure(name: str) -> Measure:
    with session.open_store(session.list_plans()[0]).read() as db:
        return get_(db, Measure, name)


def unsaved(page: AppTest) -> list[str]:
    return [item.value for item in page.markdown if "Noch nicht gespeichert" in item.value]


def test_an_empty_plan_says_what_belongs_there(looking_at_empty: Opener) -> None:
    page = healthy(looking_at_empty(PAGE))
    assert any("Es gibt noch keine Maßnahmen" in item.value for item in page.info)


def test_a_measure_is_moved_and_taken_out_saved_and_undone(on_demo: Opener) -> None:
    page = healthy(on_demo(PAGE))
    page = healthy(page.selectbox(key="planung_eine").set_value("M-0005").run())
    page.selectbox(key="planung_beginn_M-0005").set_value(2028)
    page = healthy(page.button(key="planung_vormerken").click().run())
    assert unsaved(page) == ["**Noch nicht gespeichert: 1**"]
    assert measure("M-0005").starts_on.year == 2027, "nothing is written before it is saved"
    page = healthy(page.selectbox(key="planung_eine").set_value("M-0016").run())
    page.selectbox(key="planung_linie_M-0016").set_value("nicht im Plan (unter der Schnittlinie)")
    page = healthy(page.button(key="planung_vormerken").click().run())
    page.text_input(key="planung_grund").input("Später wieder vorlegen")
    page = healthy(page.button(key="planung_speichern").click().run())
    assert [item.value for item in page.success] == ["2 Maßnahmen neu geplant."]
    assert not unsaved(page)
    assert measure("M-0005").starts_on.year == 2028
    assert measure("M-0016").status == "Ideenpool"
    assert str(measure("M-0016").reason).endswith("Später wieder vorlegen")
    page = healthy(page.button(key="undo").click().run())
    assert (measure("M-0005").starts_on.year, measure("M-0016").status) == (2027, "vorgeschlagen")


def test_what_cannot_be_saved_is_said_before(on_demo: Opener) -> None:
    page = healthy(on_demo(PAGE))
    page = healthy(page.selectbox(key="planung_eine").set_value("M-0003").run())
    page.selectbox(key="planung_beginn_M-0003").set_value(2026)
    page = page.button(key="planung_vormerken").click().run()
    assert any("beschlossen, möglich ist es ab 2027" in item.value for item in page.error)
    assert page.button(key="planung_speichern").disabled
    page = healthy(page.button(key="planung_weg_M-0003").click().run())
    assert not unsaved(page)


def test_many_are_changed_at_once_and_sums_lead_to_their_rows(on_demo: Opener) -> None:
    page = on_demo(PAGE, planung_dezernat="Dezernat V – Stadtentwicklung und Bau")
    page.session_state["planung_viele_offen"] = True
    page.session_state["planung_summen_offen"] = True
    page = healthy(page.run())
    page = healthy(page.button(key="planung_viele_alle").click().run())
    chosen = page.multiselect(key="planung_viele").value
    assert {"M-0009", "M-0012"} <= set(chosen)
    page.multiselect(key="planung_viele").set_value(["M-0009", "M-0012"])
    page.selectbox(key="planung_wert_status").set_value("Idee")
    page = healthy(page.button(key="planung_viele_speichern").click().run())
    assert {measure(name).status for name in ("M-0009", "M-0012")} == {"Idee"}
    healthy(page.button(key="undo").click().run())
    assert {measure(name).status for name in ("M-0009", "M-0012")} == {"vorgeschlagen"}
    said = next(item.value for item in page.caption if item.value.startswith("Eigenanteil:"))
    table = next(item.value for item in page.dataframe if "Summe" in item.value.columns)
    total = german.money(int(table["Summe"].iloc[-1]))
    assert total.replace(german.NBSP, " ") in said.replace(german.NBSP, " ")


def test_an_edition_is_looked_at_and_not_dragged(looking_at_demo: Opener) -> None:
    title = "Fassung Grundsatzbeschluss vom 10.09.2026 (festgeschrieben)"
    page = healthy(looking_at_demo(PAGE, fassung=title))
    page = healthy(page.selectbox(key="planung_eine").set_value("M-0005").run())
    assert page.button(key="planung_vormerken").disabled


def test_the_best_plan_is_proposed_told_and_saved_as_a_scenario(on_demo: Opener) -> None:
    page = on_demo(PAGE)
    page.session_state["planung_optimierer_offen"] = True
    page = healthy(page.run())
    page = healthy(page.button(key="optimieren").click().run())
    assert any("einen besseren gibt es nicht" in item.value for item in page.success)
    out = next(item.value for item in page.dataframe if "why" in item.value.columns)
    assert dict(zip(out["title"], out["why"], strict=True))["Freie Parkplätze anzeigen"] == (
        "Sie käme hinein, wenn M-0012 zurückstünde."
    )
    page = healthy(page.text_input(key="optimierer_name").input("Klausur").run())
    kept = drafts_of(session.plan_path(), "Koordination")
    assert "Klausur" in str(kept.read()), "typed and not saved, it survives a reload"
    page = healthy(page.button(key="optimierer_speichern").click().run())
    assert not kept.read()
    assert page.session_state["fassung"] == "scenario_klausur"
    assert any("Szenario „Klausur“ angelegt" in item.value for item in page.success)
    with session.open_store(session.list_plans()[0]).read("scenario_klausur") as db:
        assert get_(db, Measure, "M-0010").status == "Ideenpool"
        assert not any(meter.over for meter in meters(read_plan_table(db)))


def test_a_contradiction_is_named_with_its_amounts(on_demo: Opener) -> None:
    page = on_demo(LIMITS, id="BO-0001")
    next(item for item in page.text_input if item.label.startswith("Höchstbetrag")).input("1.000")
    save = next(item for item in page.button if item.label == "Speichern")
    healthy(save.click().run())
    page = on_demo(PAGE)
    page.session_state["planung_optimierer_offen"] = True
    page = page.run().button(key="optimieren").click().run()
    assert any("widersprechen sich" in item.value for item in page.error)
    said = " ".join(item.value for item in page.markdown).replace(german.NBSP, " ")
    assert "Eigenanteil 2027 höchstens 1.000,00 €" in said


def test_what_is_left_empty_on_purpose_is_not_called_unknown(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(LIMITS))
    caps, _, rules = (table.proto for table in page.dataframe)
    shown = [table.value for table in page.dataframe]
    assert "ganze Kommune" in set(shown[0]["organisation_id"])
    # Numbers stay numbers, so that they sort; what is missing shows the placeholder of the grid.
    assert shown[2]["domain_id"].isna().any() and shown[2]["count"].isna().any()
    assert rules.placeholder == "–" and caps.placeholder == german.UNKNOWN
    picker = healthy(looking_at_demo(LIMITS, id="BO-0001")).selectbox
    unit = next(item for item in picker if item.label == "Organisationseinheit")
    assert unit.options[0] == "ganze Kommune"
    page = healthy(looking_at_demo("plan_data/versions.py"))
    table = page.dataframe[0]
    # Two columns of days mean different things by being empty, so both are written out.
    assert table.value["created_at"].iloc[0] == "laufend"
    assert table.value["in_force_on"].iloc[0] == table.value["note"].iloc[0] == "–"
