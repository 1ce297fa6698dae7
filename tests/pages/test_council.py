"""Gremien as clerks and councillors use it, in the whole app."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from strategy.kernel.records import find, get_, save_
from strategy.nouns.comment import Comment
from strategy.nouns.consultation import Consultation
from strategy.nouns.group_member import GroupMember
from strategy.nouns.measure import Measure
from strategy.nouns.motion import Motion
from strategy.nouns.municipality import Municipality, VoteColumns
from strategy.nouns.paper import Paper
from strategy.nouns.person import Person
from strategy.nouns.resolution import Resolution
from tests.pages.conftest import Opener, healthy
from ui.run import session

PAGES = {
    "council/papers.py": "17 von 17 Vorlagen.",
    "council/resolutions.py": "10 Beschlüsse nach Stand",
    "council/bodies.py": "28 von 28 Sitzungen.",
    "council/working_group.py": "9 von 12 Sitzen",
    "council/deadlines.py": "Einträge sind offen",
    "council/half_year.py": "Berichtet wird über 16 Maßnahmen",
    "council/dashboard.py": "Folie 1 von 9",
}
EMPTY = {
    "council/papers.py": "Hier stehen die Vorlagen",
    "council/resolutions.py": "Hier stehen die Beschlüsse",
    "council/working_group.py": "Hier stehen die Sitze",
    "council/deadlines.py": "Hier stehen Fristen",
    "council/half_year.py": "Keine Maßnahme.",
    "council/dashboard.py": "Die Folien entstehen von selbst",
}


def words(app: AppTest) -> str:
    """Everything that is written on the page."""
    parts = (
        app.title,
        app.header,
        app.subheader,
        app.markdown,
        app.caption,
        app.info,
        app.text,
        app.warning,
        app.success,
    )
    return "\n".join(str(item.value) for part in parts for item in part)


@pytest.mark.parametrize("script", PAGES)
def test_pages_on_the_demo(script: str, looking_at_demo: Opener) -> None:
    app = healthy(looking_at_demo(script))
    assert len(app.title) == 1
    assert PAGES[script] in words(app)


@pytest.mark.parametrize("script", EMPTY)
def test_pages_on_an_empty_plan(script: str, looking_at_empty: Opener) -> None:
    assert EMPTY[script] in words(healthy(looking_at_empty(script)))


def test_a_paper_shows_its_sequence_with_votes(looking_at_demo: Opener) -> None:
    app = healthy(looking_at_demo("council/papers.py", id="VO-0001"))
    table = app.table[0].value
    assert list(table.columns) == [
        "Gremium",
        "Sitzung am",
        "TOP",
        "ö/nö",
        "Aufgabe",
        "Ja",
        "Nein",
        "Enth.",
        "Ergebnis",
    ]
    last = table.iloc[-1]
    assert (last["Gremium"], last["Ja"], last["Nein"], last["TOP"]) == ("Stadtrat", "31", "/", "23")
    assert last["Sitzung am"] == "~~23.04.2026~~ verlegt auf 07.05.2026"
    assert list(table.iloc[0][["ö/nö", "Ja", "Nein", "Enth."]]) == ["nö", "–", "–", "–"]
    assert "31 Ja, 0 Nein, 0 Enthaltungen" in words(app)


def test_where_nobody_may_abstain_the_present_are_counted(on_demo: Opener) -> None:
    on_demo("council/papers.py")
    store = session.open_store()
    with store.write("Anna", "Stimmen") as tx:
        own = find(tx, Municipality)[0]
        save_(tx, own.replace(vote_columns=VoteColumns.WITH_PRESENT))
    app = healthy(on_demo("council/papers.py", id="VO-0001"))
    assert "Anwesend" in app.table[0].value.columns
    assert "Enth." not in app.table[0].value.columns


def test_papers_are_filtered_by_public_access(looking_at_demo: Opener) -> None:
    app = healthy(looking_at_demo("council/papers.py", vorlagen_access="nichtöffentlich"))
    assert "1 von 17 Vorlagen." in words(app)


def test_a_paper_and_a_vote_are_entered(on_empty: Opener) -> None:
    app = on_empty("council/papers.py")
    app.button(key="new_paper_").click().run()
    assert app.text_input(key="paper:neu:0:paper_type").value == "Beschlussvorlage"
    app.text_input(key="paper:neu:0:title").input("Strategie beschließen")
    app.text_input(key="paper:neu:0:dated").input("31.02.2026")
    app.button(key="save_new_paper").click().run()
    assert any("31.02.2026" in error.value for error in app.error)
    app.text_input(key="paper:neu:0:dated").input("28.2.2026")
    app.button(key="save_new_paper").click().run()
    with session.open_store().read() as db:
        (paper,) = find(db, Paper)
    assert paper.dated == date(2026, 2, 28)

    app.button(key=f"new_consultation_{paper.id}").click().run()
    prefix = "consultation:neu:0:"
    body = app.selectbox(key=f"{prefix}body_id")
    body.set_value(body.options[1].rpartition("(")[2].rstrip(")"))
    app.text_input(key=f"{prefix}position").input("1")
    app.selectbox(key=f"{prefix}role").select("Entscheidung")
    app.text_input(key=f"{prefix}yes").input("12")
    app.text_input(key=f"{prefix}no").input("12")
    app.selectbox(key=f"{prefix}outcome").select("angenommen")
    app.button(key="save_new_consultation").click().run()
    assert any("Stimmengleichheit" in error.value for error in app.error)
    app.text_input(key=f"{prefix}no").input("0")
    app.button(key="save_new_consultation").click().run()
    with session.open_store().read() as db:
        (station,) = find(db, Consultation)
    assert (station.paper_id, station.yes, station.no) == (paper.id, 12, 0)
    assert station.abstentions is None


def test_two_people_change_the_same_paper(on_demo: Opener) -> None:
    app = healthy(on_demo("council/papers.py", id="VO-0004"))
    store = session.open_store()
    with store.read() as db:
        paper = get_(db, Paper, "VO-0004")
    with store.write("Anna", "Vorlage geändert") as tx:
        save_(tx, paper.replace(originator="Hauptamt"))
    app.text_input(key=f"paper:VO-0004:{paper.version}:originator").input("Kämmerei")
    app.button(key="save_VO-0004").click().run()
    choice = app.radio(key="pending:paper:VO-0004:choice_originator")
    assert [option.split(": ")[1] for option in choice.options] == ["Kämmerei", "Hauptamt"]


def test_a_meeting_shows_its_agenda_and_its_day_in_german(looking_at_demo: Opener) -> None:
    app = healthy(looking_at_demo("council/bodies.py", id="SI-0003"))
    assert "Sitzung SI-0003: 07.05.2026" in words(app)
    assert len(app.table[0].value) == 2
    app = healthy(looking_at_demo("council/bodies.py", id="SI-0020"))
    assert [b.label[:6] for b in app.button if str(b.key).startswith("item_")] == [
        "TOP 3:",
        "TOP 20",
        "TOP N1",
    ]
    assert "Nichtöffentlicher Teil" in words(app)


def test_bodies_show_their_seats_and_the_month_its_meetings(looking_at_demo: Opener) -> None:
    app = healthy(looking_at_demo("council/bodies.py", id="G-0002"))
    assert "**1 von 11 Sitzen** (Fraktion Bürger für Auenfurt 1)" in words(app)
    app = healthy(looking_at_demo("council/bodies.py", monat="2026-12"))
    assert "Dezember 2026" in words(app)
    weeks = app.table[0].value
    assert weeks.iloc[0]["Di"] == "**1**  \nHauptausschuss" and len(weeks) == 5
    app.button(key="month_1").click().run()
    assert "Januar 2027" in words(healthy(app)) and app.query_params["monat"] == "2027-01"


def test_a_faction_that_owes_a_name_is_written_to(on_demo: Opener) -> None:
    app = healthy(on_demo("council/working_group.py"))
    app.selectbox(key="letter_faction").select("FK-0005").run()
    assert "ein Mitglied und mindestens eine Stellvertretung" in app.code[0].value
    app.text_input(key="ask_until").input("31.02.2027").run()
    app.button(key="ask_save").click().run()
    assert "31.02.2027" in app.error[0].value
    app.text_input(key="ask_until").input("31.5.2099").run()
    app.button(key="ask_save").click().run()
    assert "Fraktionen um Benennung gebeten" in words(healthy(app))
    with session.open_store().read() as db:
        owed = [s for s in find(db, GroupMember) if s.name_until == date(2099, 5, 31)]
    # Each of the five factions keeps its one seat and what was entered there.
    assert len(owed) == 5 and sum(bool(seat.named) for seat in owed) == 4


def test_what_is_open_with_somebody_is_listed_and_queued(on_demo: Opener) -> None:
    app = healthy(on_demo("plan_data/my_items.py", person="P-0001"))
    # He owes what his unit owes: its deadlines of the demo, an open promise among them.
    assert "Betreff: Digitalisierungsplan" in app.code[0].value
    assert "Zusage: Öffentliches WLAN am Bahnhof prüfen" in app.code[0].value
    app.button(key="queue_one").click().run()
    said = words(healthy(app))
    assert "0 Schreiben liegen neu im Postausgang" in said and "Ohne E-Mail-Adresse" in said
    with session.open_store().write("Anna", "Adresse") as tx:
        save_(tx, get_(tx, Person, "P-0001").replace(email="koordination@auenfurt.example"))
    app.button(key="queue_one").click().run()
    assert "1 Schreiben liegt neu im Postausgang" in words(healthy(app))
    assert "kein Mailserver eingerichtet" in words(app)
    (out,) = [button for button in app.button if str(button.key).startswith("out_")]
    out.click().run()
    assert "Noch liegt kein Schreiben" in words(healthy(app))


def test_a_comment_is_written_and_settled_on_the_page_of_its_entry(on_demo: Opener) -> None:
    app = healthy(on_demo("council/papers.py", id="VO-0004"))
    app.button(key="comment_save_VO-0004").click().run()
    assert "Der Kommentar ist leer" in app.error[0].value
    app.text_area(key="comment_VO-0004").input("Fehlt die *Anlage* 2?")
    app.selectbox(key="comment_for_VO-0004").select("P-0019")
    app.button(key="comment_save_VO-0004").click().run()
    # Typed signs are words and no layout.
    assert "Fehlt die \\*Anlage\\* 2?" in words(healthy(app))
    assert app.text_area(key="comment_VO-0004").value == ""
    with session.open_store().read() as db:
        (one,) = find(db, Comment, "object_id = 'VO-0004'")
    app.button(key=f"settle_{one.id}").click().run()
    assert "erledigt von" in words(healthy(app))
    app = healthy(on_demo("plan_data/my_items.py", person="P-0019"))
    assert "Fehlt die" not in str([frame.value for frame in app.dataframe])


def test_the_overdue_come_first_and_lead_to_their_page(looking_at_demo: Opener) -> None:
    app = healthy(looking_at_demo("council/deadlines.py"))
    first = app.dataframe[0].value.iloc[0]
    assert str(first["state"]).startswith("▼ überfällig")
    app = healthy(looking_at_demo("council/deadlines.py", id="BS-0005"))
    assert app.title[0].value == "Beschlüsse"


def test_the_slides_turn_and_keep_what_is_not_public(looking_at_demo: Opener) -> None:
    app = healthy(looking_at_demo("council/dashboard.py", folie="9"))
    assert app.title[0].value == "3 Vorlagen warten noch auf eine Entscheidung."
    assert app.button(key="naechste").disabled
    app.toggle(key="nichtoeffentlich").set_value(True).run()
    # The draft on tablets has not been submitted and is shown on request only.
    assert app.title[0].value == "4 Vorlagen warten noch auf eine Entscheidung."
    app.button(key="vorige").click().run()
    assert app.query_params["folie"] == "8"
    assert app.title[0].value.startswith("Die Maßnahmen der Strategie kosten von 2025 bis 2030")
    assert "Stand " in words(app) and "Quelle" in words(app)


def test_the_own_committee_comes_first_and_its_closed_items_stay_closed(
    looking_at_demo: Opener,
) -> None:
    app = healthy(looking_at_demo("council/dashboard.py", gremium="G-0002"))
    assert app.title[0].value == "Hauptausschuss, 01.12.2026: 3 Punkte auf der Tagesordnung."
    assert "Vergabeverfahrens" not in str(app.table[0].value)
    app.toggle(key="nichtoeffentlich").set_value(True).run()
    assert "N1: Sachstand des Vergabeverfahrens" in str(app.table[0].value)
    app.button(key="folie_zu_10").click().run()
    assert app.table[0].value.iloc[0]["Gremium"] == "Finanzausschuss"
    own = healthy(
        looking_at_demo(
            "council/dashboard.py", gremium="G-0006", folie="9", nichtoeffentlich="true"
        )
    )
    assert str(own.table[0].value.iloc[0]["Gremium"]).startswith("Ausschuss für Bildung")
    # A body without a meeting ahead has no agenda to show, and the slides begin anew.
    app.selectbox(key="gremium").select("G-0006").run()
    assert "Folie 1 von 9" in words(healthy(app)) and app.query_params["gremium"] == "G-0006"
    # All on paper: as many as are turned, and none that is not public.
    app = healthy(looking_at_demo("council/dashboard.py", druck="alle", gremium="G-0002"))
    assert len(app.header) == 10 and "Vergabeverfahrens" not in str([t.value for t in app.table])


@pytest.mark.parametrize("folie", ["0", "99", "-1", "zwei"])
def test_a_slide_that_does_not_exist_shows_one_that_does(
    looking_at_demo: Opener, folie: str
) -> None:
    assert "von 9" in words(healthy(looking_at_demo("council/dashboard.py", folie=folie)))


def test_a_slash_in_a_vote_column_means_none_as_on_paper(on_demo: Opener) -> None:
    app = healthy(on_demo("council/papers.py", id="BE-0015"))
    for label, typed in (("Ja", "9"), ("Nein", "/"), ("Enthaltungen", "/")):
        next(item for item in app.text_input if item.label == label).set_value(typed)
    healthy(app.run())
    next(item for item in app.button if item.label == "Speichern").click()
    healthy(app.run())
    with session.open_store().read() as db:
        saved = get_(db, Consultation, "BE-0015")
    assert (saved.yes, saved.no, saved.abstentions) == (9, 0, 0)


def test_a_paper_shows_what_came_after_it(looking_at_demo: Opener) -> None:
    with session.open_store().read() as db:
        chained = [paper for paper in find(db, Paper) if paper.predecessor_id is not None]
    later = chained[0]
    app = healthy(looking_at_demo("council/papers.py", id=later.predecessor_id))
    assert any(f"{later.title}" in item.label for item in app.button)


def test_a_vote_with_its_resolution_takes_six_acts(on_demo: Opener) -> None:
    app = healthy(on_demo("council/papers.py", id="VO-0011"))
    app.text_input(key="vote_yes_BE-0029").input("8")
    app.text_input(key="vote_no_BE-0029").input("/")
    healthy(app.button(key="vote_save_BE-0029").click().run())
    assert "Gespeichert: angenommen. Die Vorlage ist „eingebracht“" in words(app)
    # Now the council, which is offered by itself: opening the page is the first act.
    acts = [
        app.text_input(key="vote_yes_BE-0030").input("30"),
        app.text_input(key="vote_no_BE-0030").input("1"),
        app.text_input(key="vote_abstentions_BE-0030").input("/"),
        app.multiselect(key="vote_measures_BE-0030").set_value(["M-0012"]),
        app.button(key="vote_save_BE-0030").click(),
    ]
    healthy(app.run())
    assert 1 + len(acts) <= 6
    assert "Gespeichert: angenommen. Die Vorlage ist „beschlossen“" in words(app)
    with session.open_store().read() as db:
        (made,) = find(db, Resolution, "paper_id = 'VO-0011'")
        assert get_(db, Paper, "VO-0011").status == "beschlossen"
        assert db.has_rows("SELECT 1 FROM link WHERE from_id = 'M-0012' AND to_id = ?", [made.id])
    app = healthy(on_demo("council/resolutions.py", id=made.id))
    assert "hier" in words(app)


def test_a_vote_that_says_nothing_is_refused_beside_its_form(on_demo: Opener) -> None:
    app = healthy(on_demo("council/papers.py", id="VO-0004"))
    app.text_input(key="vote_yes_BE-0014").input("neun")
    app.button(key="vote_save_BE-0014").click().run()
    assert any("Ja: " in error.value for error in app.error)
    app.text_input(key="vote_yes_BE-0014").input("")
    app.button(key="vote_save_BE-0014").click().run()
    assert any("Ja- und Nein-Stimmen" in error.value for error in app.error)


def test_the_control_flags_measures_without_a_vote(looking_at_demo: Opener) -> None:
    assert "ohne dass eine Abstimmung dahintersteht" in words(
        healthy(looking_at_demo("council/resolutions.py"))
    )


def test_a_motion_is_tried_and_decided_on_its_page(on_demo: Opener) -> None:
    app = healthy(on_demo("council/papers.py", id="AE-0001"))
    healthy(app.button(key="motion_open").click().run())
    store = session.open_store()
    with store.read() as db:
        scenario = str(get_(db, Motion, "AE-0001").scenario)
    with store.write("Welbeliste", "Text geändert", scenario) as tx:
        save_(tx, get_(tx, Measure, "M-0015").replace(body="Ab Herbst 2026 übertragen."))
    app = healthy(on_demo("council/papers.py", id="AE-0001"))
    assert any(item.label.startswith("M-0015 ") for item in app.get("page_link"))
    app.text_input(key="motion_AE-0001_yes").input("20")
    app.button(key="motion_decide").click().run()
    assert any("Ja- und Nein-Stimmen" in error.value for error in app.error)
    app.text_input(key="motion_AE-0001_no").input("3")
    healthy(app.button(key="motion_decide").click().run())
    assert "Änderungsantrag AE-0001: wie beantragt angenommen." in words(app)
    with store.read() as db:
        assert get_(db, Measure, "M-0015").body == "Ab Herbst 2026 übertragen."


def test_a_public_slide_leads_to_public_papers_alone(looking_at_demo: Opener) -> None:
    app = healthy(looking_at_demo("council/dashboard.py", folie="9"))
    (link,) = (item for item in app.get("page_link") if item.label == "Zu den Zahlen")
    assert "vorlagen_access" in link.proto.query_string
    app.toggle(key="nichtoeffentlich").set_value(True).run()
    (link,) = (item for item in app.get("page_link") if item.label == "Zu den Zahlen")
    assert "vorlagen_access" not in link.proto.query_string


def test_a_paper_is_written_as_word_or_says_what_is_missing(on_demo: Opener) -> None:
    app = healthy(on_demo("council/papers.py", id="VO-0004"))
    app.button(key="make_paper_VO-0004").click().run()
    assert "ist keine Fassung festgeschrieben" in str(app.error[0].value)
    (edition,) = [one for one in session.versions() if one.kind == "edition"]
    app.selectbox(key="paper_edition_VO-0004").select(edition.name).run()
    app.button(key="make_paper_VO-0004").click().run()
    assert not app.error and "fetch_paper_VO-0004" in str(app.get("download_button"))
