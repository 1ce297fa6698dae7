"""The facilitator's desk and the preparing page, walked as a facilitator walks them."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from strategy.kernel.record import Record
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.store.versions import create_scenario
from strategy.nouns.card import Card, CardSource, CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.printed_card import PrintedCard
from strategy.nouns.rejection_reason import RejectionReason
from strategy.nouns.workshop import Activity, Workshop, WorkshopFormat, WorkshopStatus
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop.cards import add_cards
from strategy.workshop.moderation import decide_cards
from strategy.workshop.preparing import COMMON_GROUPS, prepare_workshop, proposed_phases
from strategy.workshop.reasons import PROPOSED, list_reasons
from strategy.workshop.splitting import split_card
from tests.pages.conftest import Opener, healthy
from ui.run import session
from ui.workshop import desk_live

DESK = "step_3_future_workshop/desk.py"
PREPARE = "step_3_future_workshop/prepare.py"
CARDS = "step_3_future_workshop/cards.py"
WORKSHOPS = "step_3_future_workshop/workshops.py"


def _all(noun: type[Record], where: str = "", params: list[Any] | None = None) -> list[Any]:
    with session.open_store().read() as db:
        return find(db, noun, where, params or [])


def _workshop(workshop_id: str = "W-0001") -> Workshop:
    with session.open_store().read() as db:
        return get_(db, Workshop, workshop_id)


def _card(card_id: str) -> Card:
    with session.open_store().read() as db:
        return get_(db, Card, card_id)


def _press(page: AppTest, key: str) -> AppTest:
    return page.button(key=key).click().run()


@pytest.fixture
def on_desk(on_empty: Opener) -> Opener:
    """The desk of a planned workshop with six cards that wait."""

    def open_desk(script: str = DESK, **query: str) -> AppTest:
        on_empty("start.py")
        if not _all(Workshop):
            with session.open_store().write("Anna", "vorbereitet") as tx:
                prepare_workshop(
                    tx,
                    Workshop(title="Abend"),
                    proposed_phases(WorkshopFormat.FUTURE),
                    [ParticipantGroup(title="Vereine", invited=12)],
                )
                texts = ("Bus am Abend", "Busse abends", "Radweg", "Bank und Baum", "Mist", "WLAN")
                add_cards(
                    tx,
                    [
                        Card(
                            workshop_id="W-0001",
                            phase_id="WP-0001",
                            body=text,
                            state=CardState.RECEIVED,
                        )
                        for text in texts
                    ],
                )
        return on_empty(script, **query)

    return open_desk


def _choose(page: AppTest, *ids: str) -> AppTest:
    for card_id in ids:
        _box(page, card_id).check()
    return page.run()


def _box(page: AppTest, card_id: str) -> Any:
    """The box of a card; its key also tells how often the program has changed the choice."""
    (found,) = [box for box in page.checkbox if str(box.key).endswith(f"_{card_id}")]
    return found


def test_an_empty_plan_leads_to_the_first_workshop(looking_at_empty: Opener) -> None:
    page = healthy(looking_at_empty(DESK))
    assert any("legen Sie zuerst eine an" in item.value for item in page.info)


def test_the_evening_from_start_to_end(on_desk: Opener) -> None:
    page = healthy(on_desk())
    page = healthy(_press(page, "desk_start"))
    assert (_workshop().status, _workshop().phase_id) == (WorkshopStatus.RUNNING, "WP-0001")
    page = healthy(_press(page, "desk_CARDS"))
    assert _workshop().activity == Activity.CARDS and _workshop().ends_at is not None
    before = _workshop().ends_at
    page = healthy(_press(page, "desk_plus"))
    assert before is not None and (_workshop().ends_at - before).total_seconds() == 300
    page.text_input(key="desk_minutes").input("bald")
    page = _press(page, "desk_set_time")
    assert [item.value for item in page.error][0].startswith("Restzeit: „bald“")
    page.text_input(key="desk_minutes").input("20")
    page = healthy(_press(page, "desk_set_time"))
    page.selectbox(key="desk_phase_WP-0001").select("WP-0002")
    page = healthy(_press(page, "desk_go"))
    assert (_workshop().phase_id, _workshop().activity) == ("WP-0002", Activity.PAUSE)
    page = healthy(_press(page, "desk_POINTS"))
    page = healthy(_press(page, "desk_results"))
    assert _workshop().results_shown is True
    page = healthy(_press(page, "undo"))
    assert _workshop().results_shown is False
    page = healthy(_press(page, "desk_close"))
    assert _workshop().status == WorkshopStatus.DONE
    healthy(_press(page, "desk_reopen"))
    assert _workshop().status == WorkshopStatus.RUNNING


def test_cards_are_accepted_declined_and_put_back(on_desk: Opener) -> None:
    page = healthy(on_desk())
    page = healthy(_press(page, "accept_C-0003"))
    assert _card("C-0003").state == CardState.ACCEPTED
    page = _choose(page, "C-0005", "C-0006")
    page = _press(page, "desk_reject")
    assert any("braucht eine Begründung" in item.value for item in page.error)
    assert _card("C-0005").state == CardState.RECEIVED, "no reason is sent that nobody has chosen"
    page.selectbox(key="desk_reason").select(PROPOSED[0])
    page = healthy(_press(page.run(), "desk_reject"))
    assert [_card(one).reason for one in ("C-0005", "C-0006")] == [PROPOSED[0]] * 2
    page.selectbox(key="moderation_ansicht").select("abgelehnt")
    page = healthy(page.run())
    page = _choose(page, "C-0005")
    page = healthy(_press(page, "desk_back"))
    assert (_card("C-0005").state, _card("C-0005").reason) == (CardState.RECEIVED, None)
    page.selectbox(key="moderation_ansicht").select("zu sichten")
    page = healthy(page.run())
    page = _choose(page, "C-0005")
    page.selectbox(key="desk_reason").select("eigener Text")
    page = page.run()
    page = _press(page, "desk_reject")
    assert any("braucht eine Begründung" in item.value for item in page.error)
    page.text_input(key="desk_own_reason").input("Bitte freundlich bleiben.")
    healthy(_press(page, "desk_reject"))
    assert _card("C-0005").reason == "Bitte freundlich bleiben."


def test_a_choice_outlives_search_and_view_and_is_named(on_desk: Opener) -> None:
    """Cards that different searches show can be laid together, and none is decided on unseen."""
    page = healthy(on_desk())
    page.text_input(key="moderation_suche").input("Bus")
    page = _choose(page.run(), "C-0001")
    page.text_input(key="moderation_suche").input("Radweg")
    page = healthy(page.run())
    assert not [box for box in page.checkbox if "C-0001" in str(box.key)]
    named = [item.value for item in page.caption if "C-0001" in item.value]
    assert len(named) == 1 and "Bus am Abend" in named[0]
    page = _choose(page, "C-0003")
    page.text_input(key="moderation_suche").input("")
    page = healthy(page.run())
    assert [str(box.key)[-6:] for box in page.checkbox if box.value] == ["C-0001", "C-0003"]
    _box(page, "C-0001").uncheck()
    page = healthy(_press(page.run(), "desk_accept"))
    assert [_card(one).state for one in ("C-0001", "C-0003")] == ["eingegangen", "angenommen"]


def test_a_tick_sent_before_the_choice_was_lifted_does_not_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The list renews itself with what was ticked when it asked; by then the card was accepted."""
    state: dict[str, Any] = {}
    monkeypatch.setattr(desk_live.st, "session_state", state)
    box = desk_live._box("C-0001")
    state[box] = True
    desk_live._tick("C-0001", box)
    assert desk_live.chosen_ids() == ["C-0001"]
    desk_live.choose(())
    desk_live._tick("C-0001", box)
    assert desk_live.chosen_ids() == []


def test_a_tick_on_the_list_as_it_stood_just_before_counts(on_desk: Opener) -> None:
    """Somebody ticks the next card while the page still shows what the last press has changed."""
    page = _choose(healthy(on_desk()), "C-0001", "C-0002")
    drawn = _box(page, "C-0003")
    # The program has changed the choice; this page does not show it yet.
    page.session_state["desk_choice_left"] = {"C-0001", "C-0002"}
    page.session_state["desk_choice_round"] = 1
    page.session_state["desk_chosen"] = set()
    drawn.check()
    page = healthy(page.run())
    assert [str(box.key)[-6:] for box in page.checkbox if box.value] == ["C-0003"]
    assert page.session_state["desk_chosen"] == {"C-0003"}


def test_no_measure_is_offered_where_other_cards_speak(on_desk: Opener) -> None:
    on_desk()
    with session.open_store().write("Anna", "entschieden") as tx:
        decide_cards(tx, ["C-0002"], CardState.MERGED, merged_into_id="C-0001")
        split_card(tx, "C-0004", ["Bank", "Baum"])
    for card_id, offered in (("C-0001", True), ("C-0002", False), ("C-0004", False)):
        page = healthy(on_desk(CARDS, id=card_id))
        keys = {item.key for item in page.button}
        assert (f"measure_of_{card_id}" in keys) is offered


def test_what_was_chosen_and_is_gone_is_not_counted(on_desk: Opener) -> None:
    page = _choose(healthy(on_desk()), "C-0001", "C-0002")
    with session.open_store().write("Bert", "gelöscht") as tx:
        delete_(tx, Card, "C-0002", _card("C-0002").version)
    page = healthy(_press(page.run(), "desk_accept"))
    assert _card("C-0001").state == CardState.ACCEPTED


def test_cards_are_merged_split_and_laid_on_a_new_cluster(on_desk: Opener) -> None:
    page = healthy(on_desk())
    page = _choose(page, "C-0001", "C-0002")
    page.selectbox(key="desk_target").select("C-0001")
    page = healthy(_press(page, "desk_merge"))
    assert _card("C-0002").merged_into_id == "C-0001"
    page = _choose(page, "C-0004")
    page = _press(page, "desk_split")
    assert any("2 bis 5 Teile" in item.value for item in page.error)
    page.text_area(key="split_C-0004").input("Bank\nBaum")
    page = healthy(_press(page, "desk_split"))
    assert [card.body for card in _all(Card, "split_from_id = 'C-0004'")] == ["Bank", "Baum"]
    page = _choose(page, "C-0001", "C-0003")
    page = _press(page, "desk_lay")
    assert any("dem neuen einen Namen" in item.value for item in page.error)
    page.text_input(key="desk_new_cluster").input("Unterwegs")
    page = healthy(_press(page, "desk_lay"))
    assert {card.id for card in _all(Card, "cluster_id = 'CL-0001'")} == {
        "C-0001",
        "C-0002",
        "C-0003",
    }
    healthy(_press(page, "undo"))
    assert _all(Cluster) == []


def test_clusters_are_renamed_and_similar_cards_proposed(on_desk: Opener) -> None:
    page = healthy(on_desk(moderation_bereich="Themen"))
    assert page.button(key="desk_merge_C-0001") is not None
    page.text_input(key="desk_group_name_C-0001").input("Bus")
    page = healthy(_press(page, "desk_together_C-0001"))
    assert [cluster.title for cluster in _all(Cluster)] == ["Bus"]
    with session.open_store().write("Bernd", "Thema") as tx:
        save_(tx, Cluster(workshop_id="W-0001", title="Wege"))
    page = healthy(page.run())
    field = next(item for item in page.text_input if item.label == "Neuer Name")
    field.input("wege")
    page = _press(page, "desk_rename")
    assert any("gibt es schon" in item.value for item in page.error)
    field = next(item for item in page.text_input if item.label == "Neuer Name")
    field.input("Bus und Bahn")
    page = healthy(_press(page, "desk_rename"))
    assert {cluster.title for cluster in _all(Cluster)} == {"Bus und Bahn", "Wege"}
    healthy(_press(page, "desk_dissolve"))
    assert [cluster.title for cluster in _all(Cluster)] == ["Wege"]


def test_cards_from_the_room_and_on_paper(on_desk: Opener) -> None:
    page = healthy(on_desk(moderation_bereich="Karten eingeben"))
    page.text_input(key="quick_text").input("Zugerufen")
    page = healthy(next(b for b in page.button if b.label == "Karte aufnehmen").click().run())
    card = _all(Card, "body = 'Zugerufen'")[0]
    assert card.source == CardSource.ROOM and card.code
    for typed, words in (("viele", "Anzahl der Papierkarten"), ("", "wie viele Karten")):
        page.text_input(key="paper_count").input(typed)
        page = _press(page, "paper_print")
        assert any(words in item.value for item in page.error)
    page.text_input(key="paper_count").input("12")
    page = healthy(_press(page, "paper_print"))
    assert len(_all(PrintedCard)) == 12
    page.text_input(key="paper_code_0").input("5")
    page.text_area(key="paper_body").input("Vom Papier")
    page = healthy(_press(page, "paper_enter"))
    paper = _all(Card, "source = 'Papierkarte'")[0]
    assert paper.body == "Vom Papier" and any("1 von 12" in item.value for item in page.markdown)
    page.text_input(key="paper_code_1").input(str(paper.code))
    page = healthy(page.run())
    assert any("schon aufgenommen: Vom Papier" in item.value for item in page.warning)
    page.text_input(key="paper_code_1").input("99")
    page = page.run()
    assert any("wurde keine Papierkarte gedruckt" in item.value for item in page.error)


def test_points_and_reasons(on_desk: Opener) -> None:
    page = healthy(on_desk(moderation_bereich="Punkte"))
    assert any("Punkte brauchen Themen" in item.value for item in page.info)
    with session.open_store().write("Bernd", "Thema") as tx:
        save_(tx, Cluster(workshop_id="W-0001", title="Wege"))
    page = healthy(page.run())
    next(item for item in page.text_input if item.label == "Vereine").input("9")
    healthy(next(b for b in page.button if b.label == "Punkte speichern").click().run())

    page = healthy(on_desk(moderation_bereich="Begründungen"))
    page.text_area[0].input("Zu teuer.\n\nZu teuer.\nGibt es schon.")
    page = healthy(_press(page, "desk_save_reasons"))
    assert [one.title for one in _all(RejectionReason)] == ["Zu teuer.", "Gibt es schon."]
    with session.open_store().write("Bernd", "Grund") as tx:
        save_(tx, RejectionReason(title="Dritter", position=9))
    page.text_area[0].input("Nur meiner.")
    page = _press(page, "desk_save_reasons")
    assert any("jemand anderes die Liste" in item.value for item in page.error)
    with session.open_store().read() as db:
        assert list_reasons(db) == ["Zu teuer.", "Gibt es schon.", "Dritter"]


def test_a_scenario_is_no_room(on_desk: Opener) -> None:
    on_desk()
    create_scenario(session.open_store(), "Sparvariante", "Anna")
    page = on_desk()
    page.selectbox(key="fassung").select_index(1)
    page = healthy(page.run())
    assert any("läuft immer im Entwurf" in item.value for item in page.info)
    assert not [item for item in page.button if item.key == "desk_start"]


def test_a_workshop_is_prepared_and_undone(on_empty: Opener) -> None:
    page = healthy(on_empty(PREPARE))
    page = _press(page, "prepare_save")
    assert any("„Titel“ fehlt" in item.value for item in page.error)
    page.text_input(key="prepare_0_title").input("Abend im Bürgerhaus")
    page.text_input(key="prepare_0_day").input("8.5.97")
    page = page.run()
    assert any("verstanden: 08.05." in item.value for item in page.caption)
    page.text_input(key="prepare_0_day").input("am Freitag")
    page = page.run()
    assert any("kein eindeutiges Datum" in item.value for item in page.error)
    page.text_input(key="prepare_0_day").input("8.5.2007")
    page = page.run()
    assert any("liegt schon zurück" in item.value for item in page.warning)
    page.text_input(key="prepare_0_day").input("8.5.2097")
    page.radio(key="prepare_0_format").set_value("World-Café")
    page = healthy(page.run())
    assert not page.warning
    page.text_input(key="prepare_0_World-Café_1_rounds").input("0")
    page = _press(page, "prepare_save")
    assert any("mindestens 1" in item.value for item in page.error) and not _all(Workshop)
    page.text_input(key="prepare_0_World-Café_1_rounds").input("5")
    page.text_input(key="prepare_0_World-Café_2_title").input("")
    page.text_input(key="prepare_0_group_Vereine").input("25")
    page.checkbox(key="prepare_0_own_cards").uncheck()
    page = healthy(_press(page, "prepare_save"))
    made = _all(Workshop)[0]
    assert (made.title, made.format, made.own_cards) == ("Abend im Bürgerhaus", "World-Café", False)
    assert made.code and str(made.held_on) == "2097-05-08"
    assert [phase.rounds for phase in _all(WorkshopPhase)] == [None, 5]
    groups = {group.title: group.invited for group in _all(ParticipantGroup)}
    assert list(groups) == list(COMMON_GROUPS) and groups["Vereine"] == 25
    assert any("Fertig: Abend im Bürgerhaus" in item.value for item in page.subheader)
    assert page.text_input(key="prepare_1_title").value == ""
    healthy(_press(page, "undo"))
    assert not _all(Workshop) and not _all(ParticipantGroup)


def test_an_old_workshop_gets_its_code(on_empty: Opener) -> None:
    on_empty("start.py")
    with session.open_store().write("Anna", "alt") as tx:
        save_(tx, Workshop(title="Von früher"))
    page = healthy(on_empty(WORKSHOPS, id="W-0001"))
    healthy(_press(page, "code_W-0001"))
    assert len(str(_workshop().code)) == 6
