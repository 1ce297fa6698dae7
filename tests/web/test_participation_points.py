"""Points by phone: what can get them, how many, and when the result is told."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from strategy.nouns.card import Card, CardState
from strategy.nouns.workshop import Activity
from strategy.workshop.cards import add_cards
from tests.web.phones import Hall, Phone


def test_points(phone: Phone, hall: Hall) -> None:
    with hall.store.write("Anna", "Karten") as tx:
        loose, sorted_in, waiting = add_cards(
            tx,
            [
                Card(workshop_id=hall.workshop_id, phase_id=hall.phase_ids[0], body=body, **given)
                for body, given in (
                    ("Lose", {}),
                    ("Im Thema", {"cluster_id": hall.cluster_ids[0]}),
                    ("Ungeprüft", {"state": CardState.RECEIVED}),
                )
            ],
        )
    hall.set(activity=Activity.POINTS, points_per_person=3)
    phone.join()
    targets = [fields["ziel"] for fields in phone.forms("punkt")]
    assert targets == [*hall.cluster_ids, loose.id], (sorted_in.id, waiting.id)
    for place in (0, 0, 2):
        phone.post("punkt", phone.fields("punkt", place))
        assert phone.words() == "Ihr Punkt ist gezählt."
    assert "Sie haben alle Punkte vergeben" in phone.html and not phone.forms("punkt")
    more = phone.post(
        "punkt", {"token": "noch.einer", "phase": hall.phase_ids[0], "ziel": loose.id}
    )
    assert more.status_code == 409 and "3 Punkte vergeben" in phone.words()
    phone.post("punkt-zurueck", phone.fields("punkt-zurueck", 0))
    assert phone.words() == "Ihr Punkt ist wieder frei."
    assert hall.rows("SELECT cluster_id, card_id, points, source FROM point ORDER BY id") == [
        {"cluster_id": hall.cluster_ids[0], "card_id": None, "points": 1, "source": "Telefon"},
        {"cluster_id": None, "card_id": loose.id, "points": 1, "source": "Telefon"},
    ]


def test_the_rules_of_points(phone: Phone, hall: Hall) -> None:
    hall.set(moderated=False, accumulate=False, own_cards=False)
    phone.join()
    phone.write("Meine")
    own = hall.value("SELECT id FROM card")
    hall.set(activity=Activity.POINTS)
    phone.open()
    assert [fields["ziel"] for fields in phone.forms("punkt")] == hall.cluster_ids
    given = phone.fields("punkt")
    phone.post("punkt", given)
    twice = phone.post("punkt", {**given, "token": "noch.einer"})
    assert twice.status_code == 409 and "nur einen Punkt" in phone.words()
    mine = phone.post("punkt", {**given, "token": "auf.mich", "ziel": own})
    assert mine.status_code == 409 and "eigene Karte" in phone.words()
    gone = phone.post("punkt", {**given, "token": "ins.leere", "ziel": "CL-0099"})
    assert gone.status_code == 409 and "steht nicht mehr zur Wahl" in phone.words()
    assert hall.value("SELECT sum(points) FROM point") == 1


def test_points_are_taken_back_once(phone: Phone, hall: Hall) -> None:
    hall.set(activity=Activity.POINTS)
    phone.join()
    for _ in range(2):
        phone.post("punkt", phone.fields("punkt"))
    back = phone.fields("punkt-zurueck")
    phone.post("punkt-zurueck", back)
    phone.post("punkt-zurueck", back)
    assert hall.value("SELECT sum(points) FROM point") == 1
    phone.post("punkt-zurueck", {**back, "token": "noch.einmal"})
    none = phone.post("punkt-zurueck", {**back, "token": "ein.drittes"})
    assert none.status_code == 409 and hall.value("SELECT count(*) FROM point") == 0


def test_results_are_hidden_until_they_are_shown(phone: Phone, hall: Hall) -> None:
    hall.set(activity=Activity.POINTS)
    phone.join()
    phone.post("punkt", phone.fields("punkt"))
    hall.set(activity=Activity.PAUSE)
    assert "Ergebnis" not in phone.open().text
    hall.set(results_shown=True)
    assert re.search(r"Anträge</span> <strong>1 Punkt</strong>", phone.open().text)


def test_what_is_drawn_once_for_all_has_each_phones_own_token_and_points(
    phone: Phone, client: TestClient, hall: Hall
) -> None:
    hall.set(activity=Activity.POINTS)
    other = Phone(client)
    for one in (phone, other, phone):
        one.join()
    tokens = [fields["token"] for one in (phone, other) for fields in one.forms("punkt")]
    assert len(tokens) == len(set(tokens)) == 2 * len(hall.cluster_ids)
    phone.post("punkt", phone.fields("punkt"))
    other.open()
    assert "1 Punkt von Ihnen" in phone.html and "von Ihnen" not in other.html
    assert [len(one.forms("punkt-zurueck")) for one in (phone, other)] == [1, 0]
    # A card that is hung up since is among the choices of both.
    with hall.store.write("Anna", "Karte") as tx:
        add_cards(tx, [Card(workshop_id=hall.workshop_id, phase_id=hall.phase_ids[0], body="Neu")])
    for one in (phone, other):
        one.open()
        assert len(one.forms("punkt")) == 3 and ">Neu</p>" in one.html
