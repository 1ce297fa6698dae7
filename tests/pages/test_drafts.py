"""What is typed in a form and not saved comes back, is told, and can be discarded."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from strategy.acts.planning import set_weights
from strategy.identity.drafts import drafts_of, keep_draft, read_draft
from strategy.kernel import german
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store.undo import undo
from strategy.nouns.application import Application
from strategy.nouns.criterion import Criterion
from strategy.nouns.measure import Measure
from strategy.nouns.score import Score
from tests.pages.conftest import Opener, healthy
from ui.run import session

NEW = {"script": "step_2_ist_analysis/applications.py", "neu": "application"}
HOUSE = Path(__file__).parents[2]
# Streamlit's own fields, whose text nobody would miss, and why.
NOT_KEPT = {
    "ui/cost_sheet/tools.py": "a number for the button beside it, done at once",
    "ui/objects/fields.py": "object forms keep their whole draft (ui/objects)",
    "ui/frame/filters.py": "a filter, in the address",
    "ui/frame/sidebar.py": "who works here; kept for the session",
    "ui/frame/search_field.py": "a search, in the address",
    "ui/objects/list_controls.py": "a search, in the address",
    "ui/versions/version_list.py": "a search, in the address",
    "pages/search.py": "a search, in the address",
    "pages/step_3_future_workshop/ideas.py": "a search, in the address",
    "pages/step_3_future_workshop/desk.py": "a search",
    "ui/workshop/desk_control.py": "minutes for the clock, done at once",
    "ui/workshop/card_actions.py": "in a form of Streamlit, which sends nothing before its button",
    "ui/importing/place.py": "in a form of Streamlit, which sends nothing before its button",
    "ui/importing/settings.py": "numbers of rows, answered at once; answers are kept",
    "pages/plan_data/accounts.py": "passwords and a name to be erased must not be kept",
}


def _field(page: AppTest, label: str) -> Any:
    return next(item for item in page.text_input if item.label.startswith(label))


def _press(page: AppTest, label: str) -> AppTest:
    next(item for item in page.button if item.label == label).click()
    return healthy(page.run())


def _restored(page: AppTest) -> list[str]:
    return [item.value for item in page.info if "Wiederhergestellt" in item.value]


def test_a_new_entry_survives_until_it_is_saved_or_discarded(on_empty: Opener) -> None:
    page = healthy(on_empty(**NEW))
    name = _field(page, "Bezeichnung").label
    _field(page, name).set_value("Fachverfahren *Wohngeld*")
    assert not _restored(healthy(page.run())), "who is typing needs no message"
    # A new window, as after a reload, a sign-out or a restart of the server.
    again = healthy(on_empty(**NEW))
    assert _field(again, name).value == "Fachverfahren *Wohngeld*"
    assert "Bezeichnung" in _restored(again)[0]
    _press(again, "Verwerfen")
    assert _field(again, name).value == "" and not _restored(again)
    assert _field(healthy(on_empty(**NEW)), name).value == ""
    _field(again, name).set_value("E-Akte")
    # A window in which nothing is typed leaves alone what another one has kept.
    healthy(again.run())
    page.run()
    last = healthy(on_empty(**NEW))
    assert _field(last, name).value == "E-Akte"
    _press(last, "Speichern")
    assert not _restored(healthy(on_empty(**NEW)))
    with session.open_store().read() as db:
        assert db.value("SELECT count(*) FROM application WHERE title = 'E-Akte'") == 1
        assert (
            db.value(
                "SELECT count(*) FROM history.change WHERE CAST(after AS TEXT) LIKE ?",
                ["%Wohngeld%"],
            )
            == 0
        )


def test_a_draft_meets_what_somebody_else_saved(on_empty: Opener) -> None:
    with session.open_store().write("Kim", "angelegt") as tx:
        program = save_(tx, Application(title="E-Akte"))
    where = {"script": "step_2_ist_analysis/applications.py", "id": program.id}
    page = healthy(on_empty(**where))
    _field(page, "Bezeichnung").set_value("E-Akte 2")
    healthy(page.run())
    with session.open_store().write("Ute", "geändert") as tx:
        save_(tx, get_(tx, Application, program.id).replace(title="E-Akte neu"))
    again = healthy(on_empty(**where))
    assert _field(again, "Bezeichnung").value == "E-Akte 2"
    assert any("inzwischen „E-Akte neu“" in item.value for item in again.warning)


def test_a_draft_that_was_written_after_its_save_is_none(on_empty: Opener) -> None:
    """As a run leaves it that the press on "Speichern" has overtaken."""
    with session.open_store().write("Koordination", "angelegt") as tx:
        program = save_(tx, Application(title="E-Akte"))
    where = {"script": "step_2_ist_analysis/applications.py", "id": program.id}
    page = healthy(on_empty(**where))
    _field(page, "Bezeichnung").set_value("E-Akte 2")
    late = drafts_of(session.plan_path(), "Koordination")
    healthy(page.run())
    (place,) = late.read()
    draft = read_draft(session.plan_path(), "Koordination", place)
    # The save is done; the run that had been typing for writes once more.
    with session.open_store().write("Koordination", "geändert") as tx:
        save_(tx, get_(tx, Application, program.id).replace(title="E-Akte 2"))
    keep_draft(session.plan_path(), "Koordination", place, draft)
    assert not _restored(healthy(on_empty(**where))) and not late.read()
    undo(session.open_store(), "Koordination")
    again = healthy(on_empty(**where))
    assert _field(again, "Bezeichnung").value == "E-Akte" and not _restored(again)


def test_a_group_of_a_sheet_opens_with_its_draft(on_empty: Opener) -> None:
    with session.open_store().write("Kim", "angelegt") as tx:
        measure = save_(tx, Measure(title="Bus", origin="Interview"))
    where = {"script": "step_4_life_domains/measures.py", "id": measure.id}
    page = healthy(on_empty(**where))
    next(item for item in page.button if item.label == "Bearbeiten").click()
    healthy(page.run())
    _field(page, "Titel").set_value("Bus am Abend")
    healthy(page.run())
    again = healthy(on_empty(**where))
    assert _field(again, "Titel").value == "Bus am Abend" and _restored(again)
    _press(again, "Nicht ändern")
    assert not [item for item in healthy(on_empty(**where)).text_input if item.label == "Titel"]


def test_text_of_every_other_form_survives_too(on_demo: Opener) -> None:
    """Weights, points per measure and group, goal links, reasons, the Kostenblatt and the vote."""
    priorities, measures = "step_5_final_strategy/priorities.py", "step_4_life_domains/measures.py"
    desk = {"script": "step_3_future_workshop/desk.py"}
    forms: list[tuple[dict[str, str], str, str]] = [
        ({"script": priorities}, "Gewicht: ", "17 %"),
        ({"script": priorities}, "Begründung zu ", "Nur ein Gedanke"),
        ({"script": "step_3_future_workshop/clusters.py", "id": "CL-0001"}, "Vereine", "77"),
        ({"script": measures, "id": "M-0002"}, "Gewicht: ", "41 %"),
        (desk | {"moderation_bereich": "Begründungen"}, "Begründungen, je", "Zu teuer, sagt Kim."),
    ]
    places = list({str(where): where for where, _, _ in forms}.values())
    for where in places:
        page = healthy(on_demo(**where))
        for other, label, text in forms:
            if other == where:
                _any_field(page, label).input(text)
        healthy(page.run())
    for where in places:
        page = healthy(on_demo(**where))
        for other, label, text in forms:
            if other == where:
                assert _any_field(page, label).value == text, label
        told = [one.value for one in page.caption if one.value.startswith("Wiederhergestellt")]
        assert len(told) == sum(other == where for other, _, _ in forms)
    # Saved it is no draft any more, also for a window that had not seen it.
    page = healthy(on_demo(**places[1]))
    _press(page, "Punkte speichern")
    page = healthy(on_demo(**places[1]))
    assert _any_field(page, "Vereine").value == "77" and not _captions(page)
    # What somebody else saved meanwhile is not replaced unseen.
    with session.open_store().write("Kim", "Gewichte") as tx:
        first = find(tx, Criterion, order="position, id")[0]
        weights = {one.id: one.weight or Decimal(0) for one in find(tx, Criterion)}
        other = next(name for name in weights if name != first.id)
        weights[first.id] += 1
        weights[other] -= 1
        set_weights(tx, weights)
    page = healthy(on_demo(**places[0]))
    assert _any_field(page, "Gewicht: ").value != "17 %"
    assert any("Ihre Eingabe „17 %“" in item.value for item in page.caption)


def test_a_cost_sheet_survives_until_it_is_dropped(on_demo: Opener) -> None:
    where = {"script": "step_4_life_domains/measures.py", "id": "M-0003"}
    page = healthy(on_demo(**where))
    _press(page, "Kostenblatt bearbeiten")
    next(one for one in page.selectbox if one.label == "Kostenart").set_value("Schulung")
    healthy(page.run())
    next(one for one in page.text_input if one.label == "2028 (Euro)").input("1.5")
    next(one for one in page.button if one.label == "Zeile speichern").click()
    page.run()
    # The wrong cell is said again, so the page is not without an error.
    again = on_demo(**where)
    assert any("Ihre Eingaben im Kostenblatt" in item.value for item in again.info)
    assert any("„1.5“" in item.value for item in again.error)
    _press(again, "Eingaben verwerfen")
    assert not drafts_of(session.plan_path(), "Koordination").read()


def _any_field(page: AppTest, label: str) -> Any:
    fields = [*page.text_input, *page.text_area]
    return next(item for item in fields if item.label.startswith(label))


def _captions(page: AppTest) -> list[str]:
    return [one.value for one in page.caption if one.value.startswith("Wiederhergestellt")]


def test_points_typed_into_the_grid_are_restored_and_saved(on_demo: Opener) -> None:
    with session.open_store().read() as db:
        score = find(db, Score, "judge IS NULL AND points IS NOT NULL", order="id")[0]
    cell = f"{score.measure_id}/{score.criterion_id}"
    was, now = german.number(score.points), "1,5" if score.points != Decimal("1.5") else "2"
    # As a window leaves it in which somebody typed into the grid and went.
    draft = {cell: {"entered": now, "was": was}}
    keep_draft(session.plan_path(), "Koordination", "main/form:raster_", draft)
    page = on_demo("step_5_final_strategy/priorities.py")
    page.session_state["raster_offen"] = True
    page = healthy(page.run())
    assert any("Ihre Eingaben im Raster" in item.value for item in page.info)
    healthy(page.button(key="raster_speichern").click().run())
    with session.open_store().read() as db:
        assert get_(db, Score, score.id).points == Decimal(now.replace(",", "."))
    assert not drafts_of(session.plan_path(), "Koordination").read()


def test_no_field_forgets_what_is_typed() -> None:
    raw = {
        path.relative_to(HOUSE).as_posix()
        for folder in ("ui", "pages")
        for path in (HOUSE / folder).rglob("*.py")
        if re.search(r"\bst\.text_(input|area)\(", path.read_text(encoding="utf-8"))
    }
    assert raw == set(NOT_KEPT)


def test_moves_of_the_planning_table_survive(on_demo: Opener) -> None:
    script = "step_5_final_strategy/planning_table.py"
    page = healthy(on_demo(script))
    page = healthy(page.selectbox(key="planung_eine").set_value("M-0016").run())
    page.selectbox(key="planung_linie_M-0016").set_value("nicht im Plan (unter der Schnittlinie)")
    page = healthy(page.button(key="planung_vormerken").click().run())
    healthy(page.text_input(key="planung_grund").input("Kein Geld bis 2029").run())
    again = healthy(on_demo(script))
    assert any("Noch nicht gespeichert: 1" in item.value for item in again.markdown)
    assert again.text_input(key="planung_grund").value == "Kein Geld bis 2029"
    assert len(_captions(again)) == 2
    healthy(again.button(key="planung_speichern").click().run())
    with session.open_store().read() as db:
        assert str(get_(db, Measure, "M-0016").reason).endswith("Kein Geld bis 2029")
    assert not drafts_of(session.plan_path(), "Koordination").read()


def test_names_and_assumptions_of_versions_survive(on_demo: Opener) -> None:
    page = healthy(on_demo("plan_data/versions.py"))
    page = healthy(page.button(key="new_scenario").click().run())
    _any_field(page, "Name des Szenarios").input("Ohne Umlage")
    _any_field(page, "Annahme").input("Der Kreis verzichtet.")
    healthy(page.run())
    again = healthy(on_demo("plan_data/versions.py"))
    again = healthy(again.button(key="new_scenario").click().run())
    assert _any_field(again, "Annahme").value == "Der Kreis verzichtet."
    again = healthy(again.button(key="make_scenario").click().run())
    assert not drafts_of(session.plan_path(), "Koordination").read()
    (name,) = (one.name for one in session.versions() if one.title == "Ohne Umlage")
    again = healthy(again.button(key=f"edit_{name}").click().run())
    _any_field(again, "Annahme").input("Er verzichtet nicht.")
    healthy(again.run())
    # A form that was left with something in it is open again, in whatever window.
    where = {"fassung": "Ohne Umlage (Szenario)", "blatt": name}
    page = healthy(on_demo("plan_data/versions.py", **where))
    assert _any_field(page, "Annahme").value == "Er verzichtet nicht."
    healthy(page.button(key="describe_keep").click().run())
    assert not drafts_of(session.plan_path(), "Koordination").read()


def test_what_was_settled_for_a_file_is_known_when_it_is_uploaded_again(on_empty: Opener) -> None:
    def uploaded() -> AppTest:
        page = on_empty("plan_data/import_files.py")
        content = b"Konto;Text;Betrag\n01;A;5,50\n02;B;7,50\n"
        page.file_uploader[0].upload("h.csv", content, "text/csv")
        return healthy(page.run())

    page = uploaded()
    while page.warning:
        for field in page.text_input:
            if field.label == "Jahr der Beträge":
                field.set_value("2027").run()
        for radio in page.radio:
            radio.set_value("Ansatz").run()
        page = _press(page, "So lesen")
    assert not [one for one in page.caption if "schon festgelegt" in one.value]
    again = uploaded()
    assert not again.warning and {tile.label: tile.value for tile in again.metric}["Neu"] == "2"
    assert [one for one in again.caption if "schon festgelegt" in one.value]
    _press(again, "In den Plan übernehmen")
    assert not drafts_of(session.plan_path(), "Koordination").read()
