"""A workshop from its preparation to its end: phases, time, codes, paper cards, groups."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.nouns.card import CardSource, CardState
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.printed_card import PrintedCard
from strategy.nouns.workshop import Activity, Workshop, WorkshopFormat, WorkshopStatus
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop.preparing import COMMON_GROUPS, prepare_workshop, proposed_phases
from strategy.workshop.printed import enter_paper_card, look_up, missing_cards, print_cards
from strategy.workshop.running import (
    add_minutes,
    close_workshop,
    give_code,
    go_to_phase,
    joined,
    open_activity,
    phases_of,
    seconds_left,
    set_remaining,
    show_results,
    start_workshop,
)


@pytest.fixture
def room(plan: Store) -> Store:
    """Workshop W-0001 with three phases of 60, 75 and 90 minutes and two groups."""
    with plan.write("Anna") as tx:
        groups = [ParticipantGroup(title=name, invited=10) for name in COMMON_GROUPS[:2]]
        phases = proposed_phases(WorkshopFormat.FUTURE)
        prepare_workshop(tx, Workshop(title="Werkstatt"), phases, groups)
    return plan


@pytest.mark.parametrize("kind", list(WorkshopFormat))
def test_a_workshop_is_prepared_in_one_action(plan: Store, kind: WorkshopFormat) -> None:
    phases = proposed_phases(kind)
    assert all(phase.question and phase.minutes for phase in phases)
    with plan.write("Anna", "Werkstatt vorbereitet") as tx:
        fresh = Workshop(title="Werkstatt", held_on=date(2027, 5, 8), format=kind)
        groups = [ParticipantGroup(title=name) for name in COMMON_GROUPS]
        made = prepare_workshop(tx, fresh, phases, groups)
    assert made.code and len(made.code) == 6
    with plan.read() as db:
        saved = phases_of(db, made.id)
        assert [(one.title, one.position) for one in saved] == [
            (one.title, index) for index, one in enumerate(phases, start=1)
        ]
        assert len(find(db, ParticipantGroup)) == len(COMMON_GROUPS)
    undo(plan, "Anna", "main")
    with plan.read() as db:
        assert not find(db, Workshop) and not find(db, WorkshopPhase)
        assert not find(db, ParticipantGroup)


def test_what_makes_no_sense_is_refused(plan: Store) -> None:
    phases = proposed_phases(WorkshopFormat.FUTURE)
    group = ParticipantGroup(title="Vereine")
    for workshop, those, groups, words in (
        (Workshop(title="W", cards_per_person=0), phases, [], "Karten je Person"),
        (Workshop(title="W", points_per_person=101), phases, [], "1 bis 100"),
        (Workshop(title="W"), [], [], "mindestens eine Phase"),
        (Workshop(title="W"), [phases[0].replace(minutes=0)], [], "Dauer in Minuten"),
        (Workshop(title="W"), [phases[0].replace(title=" ")], [], "„Titel“ fehlt"),
        (Workshop(), phases, [], "„Titel“ fehlt"),
        (Workshop(title="W"), phases, [group, group.replace(title=" VEREINE")], "zweimal vor"),
        (Workshop(title="W"), phases, [group.replace(invited=-1)], "kleiner als 0"),
    ):
        with plan.write("Anna") as tx, pytest.raises(Refused, match=words):
            prepare_workshop(tx, workshop, those, groups)


def test_a_code_is_given_once(plan: Store) -> None:
    with plan.write("Anna") as tx:
        old = save_(tx, Workshop(title="Ohne Code"))
        code = give_code(tx, old.id).code
        assert code and give_code(tx, old.id).code == code


def test_the_phases_of_an_evening(room: Store) -> None:
    with room.write("Anna") as tx:
        for act in (
            lambda: open_activity(tx, "W-0001", Activity.CARDS),
            lambda: go_to_phase(tx, "W-0001", "WP-0002"),
            lambda: close_workshop(tx, "W-0001"),
            lambda: add_minutes(tx, "W-0001", 5),
        ):
            with pytest.raises(Refused, match="läuft nicht"):
                act()
        running = start_workshop(tx, "W-0001")
        assert (running.status, running.activity, running.phase_id, running.ends_at) == (
            WorkshopStatus.RUNNING,
            Activity.PAUSE,
            "WP-0001",
            None,
        )
        with pytest.raises(Refused, match="läuft schon"):
            start_workshop(tx, "W-0001")
        running = open_activity(tx, "W-0001", Activity.CARDS)
        assert running.ends_at == tx.at + timedelta(minutes=60)
        assert seconds_left(running, tx.at) == 3600
        running = add_minutes(tx, "W-0001", 5)
        assert seconds_left(running, tx.at) == 3900
        running = open_activity(tx, "W-0001", Activity.PAUSE)
        assert seconds_left(running, tx.at) == 3900, "a break does not take time away"
        show_results(tx, "W-0001", True)
        running = open_activity(tx, "W-0001", Activity.POINTS)
        assert running.results_shown is False, "nobody is led by the points of others"
        running = go_to_phase(tx, "W-0001", "WP-0003")
        assert (running.activity, seconds_left(running, tx.at)) == (Activity.PAUSE, 5400)
        assert set_remaining(tx, "W-0001", None).ends_at is None
        assert seconds_left(add_minutes(tx, "W-0001", 5), tx.at) == 300
        for minutes in (0, -3, 10**9):
            with pytest.raises(Refused, match="Die Dauer liegt zwischen"):
                set_remaining(tx, "W-0001", minutes)


def test_time_that_is_over_is_prolonged_from_now(room: Store) -> None:
    with room.write("Anna") as tx:
        start_workshop(tx, "W-0001")
        past = get_(tx, Workshop, "W-0001").replace(ends_at=tx.at - timedelta(minutes=30))
        save_(tx, past)
        assert seconds_left(add_minutes(tx, "W-0001", 5), tx.at) == 300


def test_closing_forgets_devices_and_keeps_numbers(room: Store) -> None:
    with room.write("Anna") as tx:
        start_workshop(tx, "W-0001")
        save_(tx, Workshop(title="Eine andere", status=WorkshopStatus.RUNNING))
        save_(tx, get_(tx, ParticipantGroup, "TG-0002").replace(present=40))
        now = datetime.now(UTC).replace(tzinfo=None)
        for number, group in enumerate(("TG-0001", "TG-0001", "TG-0002", None)):
            tx.run(
                "INSERT INTO participation.participant VALUES ('W-0001', ?, ?, ?)",
                [f"m{number}", group, now],
            )
        tx.run(
            "INSERT INTO participation.receipt VALUES "
            "('W-0001', 'm1', 't', 'card', NULL, NULL, NULL, ?), "
            "('W-0002', 'm1', 't', 'card', NULL, NULL, NULL, ?), "
            "('W-0009', 'm1', 't', 'card', NULL, NULL, NULL, ?)",
            [now, now, now],
        )
    with room.read() as db:
        assert [(item.title, item.joined) for item in joined(db, "W-0001")] == [
            ("Einwohnerschaft", 2),
            ("Verwaltung", 1),
            ("ohne Gruppe", 1),
        ]
    with room.write("Anna") as tx, pytest.raises(Refused, match="auf der Seite Moderation"):
        save_(tx, get_(tx, Workshop, "W-0001").replace(status=WorkshopStatus.DONE))
    with room.write("Anna") as tx:
        closed = close_workshop(tx, "W-0001")
    assert (closed.status, closed.activity) == (WorkshopStatus.DONE, Activity.PAUSE)
    with room.read() as db:
        assert [group.present for group in find(db, ParticipantGroup)] == [2, 40]
        assert db.value("SELECT count(*) FROM participation.participant") == 0
        # Another workshop's stay; those of a deleted one go.
        left = db.rows("SELECT workshop_id FROM participation.receipt")
        assert [row["workshop_id"] for row in left] == ["W-0002"]
    undo(room, "Anna", "main")
    with room.read() as db:
        assert get_(db, Workshop, "W-0001").status == WorkshopStatus.RUNNING
        assert db.value("SELECT count(*) FROM participation.participant") == 0


def test_paper_cards_come_back_once(room: Store) -> None:
    with room.write("Anna") as tx:
        first = print_cards(tx, "W-0001", 12)
        more = print_cards(tx, "W-0001", 3)
        assert [item.number for item in [*first, *more]] == list(range(1, 16))
        code = str(first[4].code)
        typed = f" {code[:4].lower()}-{code[4:].lower()} "
        card = enter_paper_card(tx, "W-0001", typed, "Mehr Bänke", "WP-0001")
        assert (card.code, card.source, card.state) == (code, CardSource.PAPER, CardState.RECEIVED)
        again = look_up(tx, "W-0001", "5")
        assert again.card == card and again.printed == first[4]
        for second in (code, "5"):
            with pytest.raises(Refused, match=f"schon aufgenommen: {card.id} „Mehr Bänke“"):
                enter_paper_card(tx, "W-0001", second, "Noch einmal", "WP-0001")
        assert len(missing_cards(tx, "W-0001")) == 14


def test_an_unknown_code_names_the_nearest(room: Store) -> None:
    with room.write("Anna") as tx:
        cards = print_cards(tx, "W-0001", 30)
        code = str(cards[6].code)
        wrong = code[:3] + ("2" if code[3] != "2" else "3") + code[4:]
        assert look_up(tx, "W-0001", wrong).nearest[0] == cards[6]
        for typed, words in (
            (wrong, "Nummer 7"),
            ("31", "Unter „31“ wurde keine"),
            ("", "Geben Sie den Code"),
            ("<b>", "keine Papierkarte"),
            ("🙂", "Geben Sie den Code"),
        ):
            with pytest.raises(Refused, match=words):
                enter_paper_card(tx, "W-0001", typed, "Text", "WP-0001")


def test_only_so_many_cards_are_printed(room: Store) -> None:
    with room.write("Anna") as tx:
        for count in (None, 0, -1, 2001):
            with pytest.raises(Refused):
                print_cards(tx, "W-0001", count)
        assert len(print_cards(tx, "W-0001", 2000)) == 2000
        with pytest.raises(Refused, match="2.000 gibt es schon"):
            print_cards(tx, "W-0001", 1)
        assert len({item.code for item in find(tx, PrintedCard)}) == 2000
