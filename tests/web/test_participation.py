"""Taking part by phone without JavaScript, through the routes and middleware of the real door."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from strategy.kernel.records import find, save_
from strategy.kernel.store.history import list_actions
from strategy.kernel.store.undo import revert
from strategy.nouns.card import Card, CardState
from strategy.nouns.workshop import Activity, WorkshopStatus
from tests.web.phones import CODE, Hall, Phone
from ui.run import session


def cards(hall: Hall) -> list[str]:
    return [row["body"] for row in hall.rows("SELECT body FROM card ORDER BY id")]


def test_the_code_leads_to_the_workshop(client: TestClient) -> None:
    assert 'lang="de"' in client.get("/mitmachen").text
    found = client.get("/mitmachen?code=halle-7", follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (303, f"/mitmachen/{CODE}")
    typed = client.get("/mitmachen/halle7", follow_redirects=False)
    assert (typed.status_code, typed.headers["location"]) == (303, f"/mitmachen/{CODE}")
    for wrong in ("/mitmachen?code=AAAAAA", "/mitmachen/AAAAAA", "/mitmachen/%3Cscript%3E"):
        answer = client.get(wrong)
        assert answer.status_code == 404
        assert "Diesen Code gibt es nicht" in answer.text and "<script>" not in answer.text


def test_join_write_and_keep_the_code(phone: Phone, hall: Hall) -> None:
    assert phone.open().status_code == 200
    assert not phone.forms("karte"), "nobody writes before joining"
    phone.join()
    assert phone.words() == "Sie machen mit: Wirtschaft."
    phone.write("Mehr Busse")
    code = hall.value("SELECT code FROM card")
    assert phone.words() == f"Ihre Karte ist eingegangen; ihr Code ist {code[:4]}-{code[4:]}."
    assert "noch 4 Karten" in phone.html and f"/karte/{code}" in phone.html
    row = hall.rows("SELECT body, state, source, group_id, received_at FROM card")[0]
    assert (row["body"], row["state"], row["source"], row["group_id"]) == (
        "Mehr Busse",
        CardState.RECEIVED,
        "Telefon",
        "TG-0001",
    )
    assert abs((datetime.now(UTC).replace(tzinfo=None) - row["received_at"]).total_seconds()) < 600
    with hall.store.read() as db:
        action = list_actions(db)[0]
    assert (action.actor, action.what) == ("Teilnehmende", "1 Karte eingegangen")


def test_without_moderation_a_card_hangs_at_once(phone: Phone, hall: Hall) -> None:
    hall.set(moderated=False)
    phone.join("-")
    phone.write("Ohne Gruppe")
    assert hall.rows("SELECT state, group_id FROM card") == [
        {"state": CardState.ACCEPTED, "group_id": None}
    ]


def test_the_cookie_is_hidden_and_only_its_digest_is_kept(phone: Phone, hall: Hall) -> None:
    answer = phone.open()
    said = answer.headers["set-cookie"]
    assert "HttpOnly" in said and "SameSite=lax" in said and "Path=/mitmachen" in said
    phone.join()
    mark = hall.value("SELECT mark FROM participation.participant")
    assert re.fullmatch("[0-9a-f]{64}", mark)
    history = str(hall.rows('SELECT "after" FROM history.change'))
    assert mark not in history and phone.cookie not in history


def test_a_form_sent_twice_counts_once(phone: Phone, hall: Hall) -> None:
    phone.join()
    fields = {**phone.fields("karte"), "text": "Einmal"}
    phone.post("karte", fields)
    first = phone.words()
    for _ in range(3):
        phone.post("karte", fields)
        assert phone.words() == first
    assert cards(hall) == ["Einmal"]
    assert "noch 4 Karten" in phone.html


def test_two_phones_may_use_the_same_token(client: TestClient, hall: Hall) -> None:
    for name in ("Anna", "Bert"):
        phone = Phone(client)
        phone.join()
        phone.post("karte", {**phone.fields("karte"), "token": "gleiches.token", "text": name})
    assert cards(hall) == ["Anna", "Bert"]


def test_the_limit_holds_per_phase_and_gives_the_text_back(phone: Phone, hall: Hall) -> None:
    hall.set(cards_per_person=2)
    phone.join()
    spare = {**phone.fields("karte"), "text": "Eine zu viel", "token": "aufgehoben.1"}
    phone.write("Eins")
    phone.write("Zwei")
    assert not phone.forms("karte")
    answer = phone.post("karte", spare)
    assert answer.status_code == 409 and "schon 2 Karten" in phone.words()
    assert ">Eine zu viel</textarea>" in phone.html
    hall.set(phase_id=hall.phase_ids[1])
    phone.open()
    phone.write("In der nächsten Phase")
    assert cards(hall) == ["Eins", "Zwei", "In der nächsten Phase"]


@pytest.mark.parametrize(
    "change", [{"activity": Activity.PAUSE}, {"activity": Activity.POINTS}, {"phase_id": "WP-0002"}]
)
def test_a_closed_phase_gives_the_text_back(
    phone: Phone, hall: Hall, change: dict[str, str]
) -> None:
    phone.join()
    fields = {**phone.fields("karte"), "text": "Zu spät & <b>fett</b>"}
    hall.set(**change)
    answer = phone.post("karte", fields)
    assert answer.status_code == 409
    assert phone.words()
    assert ">Zu spät &amp; &lt;b&gt;fett&lt;/b&gt;</textarea>" in phone.html
    assert cards(hall) == []


def test_a_closed_workshop_gives_the_text_back(phone: Phone, hall: Hall) -> None:
    phone.join()
    phone.write("Rechtzeitig")
    fields = {**phone.fields("karte"), "text": "Zu spät"}
    hall.close()
    assert hall.value("SELECT count(*) FROM participation.receipt") == 0
    answer = phone.post("karte", fields)
    assert answer.status_code == 409 and "beendet" in phone.words()
    assert ">Zu spät</textarea>" in phone.html
    assert cards(hall) == ["Rechtzeitig"]


def test_a_workshop_before_and_after(phone: Phone, hall: Hall) -> None:
    hall.set(status=WorkshopStatus.PLANNED, held_on=datetime(2027, 3, 13).date())
    assert "am 13.03.2027" in phone.open().text
    hall.set(status=WorkshopStatus.DONE)
    shown = phone.open().text
    assert "Die Werkstatt ist beendet." in shown and 'href="/karte"' in shown
    assert not phone.forms("gruppe")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("😀👨‍👩‍👧 Mehr Familie", "😀👨‍👩‍👧 Mehr Familie"),
        ("שלום עולם \u202eabc", "שלום עולם abc"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("{{ 7 * 7 }} {% raw %}", "{{ 7 * 7 }} {% raw %}"),
        ("Zeile 1\r\nZeile 2", "Zeile 1\nZeile 2"),
        ("a\x00b\x07c", "abc"),
        ("x" * 500, "x" * 500),
        ("😀" * 500, "😀" * 500),
        ("=SUMME(A1)", "=SUMME(A1)"),
        ("'; DROP TABLE card; --", "'; DROP TABLE card; --"),
    ],
)
def test_any_text_is_kept_as_it_is(phone: Phone, hall: Hall, text: str, kept: str) -> None:
    phone.join()
    answer = phone.write(text)
    assert answer.status_code == 200
    assert cards(hall) == [kept]
    assert "<script>alert" not in answer.text and ">49<" not in answer.text
    assert 'dir="auto"' in answer.text


@pytest.mark.parametrize("text", ["", "   \n\t", "\u200b\u200d\ufeff", "\x00\x01"])
def test_an_empty_card_is_refused(phone: Phone, hall: Hall, text: str) -> None:
    phone.join()
    answer = phone.write(text)
    assert (answer.status_code, cards(hall)) == (422, [])
    assert "noch leer" in phone.words()


def test_a_long_text_is_refused_and_given_back_whole(phone: Phone, hall: Hall) -> None:
    phone.join()
    text = "ä" * 501
    answer = phone.write(text)
    assert answer.status_code == 422 and "501 Zeichen" in phone.words()
    assert f">{text}</textarea>" in answer.text
    phone.write(text[:500])
    assert cards(hall) == [text[:500]]


def test_a_body_of_a_megabyte_and_other_kinds_are_refused(
    phone: Phone, client: TestClient, hall: Hall
) -> None:
    phone.join()
    answer = phone.post("karte", {**phone.fields("karte"), "text": "x" * 1_000_000})
    assert answer.status_code == 413 and "viel zu lang" in phone.words()
    cookie = {"cookie": f"teilnahme={phone.cookie}"}
    address = f"/mitmachen/{CODE}/karte"
    for content, kind, status in (
        (b'{"text": "x"}', "application/json", 415),
        (b"\xff\xfe\x00", "application/octet-stream", 415),
        (b"&" * 50, "application/x-www-form-urlencoded", 400),
        (b"a=1&" * 50, "application/x-www-form-urlencoded", 400),
        (b"text=%ff%fe&token=%00", "application/x-www-form-urlencoded", 400),
    ):
        got = client.post(address, content=content, headers={**cookie, "content-type": kind})
        assert got.status_code == status, (content, got.status_code)
        assert '<span class="words">' in got.text
    assert cards(hall) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://boese.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_another_website_is_refused(
    phone: Phone, hall: Hall, headers: dict[str, str]
) -> None:
    phone.join()
    answer = phone.post("karte", {**phone.fields("karte"), "text": "x"}, **headers)
    assert (answer.status_code, cards(hall)) == (403, [])
    same = phone.post("karte", {**phone.fields("karte"), "text": "x"}, origin="http://testserver")
    assert (same.status_code, cards(hall)) == (200, ["x"])


def test_without_a_cookie_nothing_is_taken(phone: Phone, client: TestClient, hall: Hall) -> None:
    phone.open()
    answer = client.post(
        f"/mitmachen/{CODE}/gruppe",
        data={**phone.fields("gruppe"), "ziel": "TG-0001"},
        headers={"cookie": ""},
    )
    assert answer.status_code == 400 and "Cookie" in answer.text
    assert hall.value("SELECT count(*) FROM participation.participant") == 0


def test_a_card_before_joining_is_given_back(phone: Phone, hall: Hall) -> None:
    phone.open()
    answer = phone.post(
        "karte", {"token": "irgendein.token", "phase": hall.phase_ids[0], "text": "Vorschnell"}
    )
    assert answer.status_code == 403 and ">Vorschnell</textarea>" in answer.text


def test_groups_are_counted_and_can_be_changed(client: TestClient, hall: Hall) -> None:
    phones = [Phone(client) for _ in range(3)]
    for phone in phones:
        phone.join("TG-0001")
    phones[0].post("gruppe", {**phones[0].fields("gruppe"), "ziel": "TG-0002"})
    late = Phone(client)
    late.open()
    assert re.search(r"Wirtschaft</bdi>\s*<span class=\"muted\">2 dabei", late.html)
    assert re.search(r"Vereine</bdi>\s*<span class=\"muted\">1 dabei", late.html)
    assert hall.value("SELECT count(*) FROM participation.participant") == 3
    gone = late.post("gruppe", {**late.fields("gruppe"), "ziel": "TG-0099"})
    assert gone.status_code == 409 and "gibt es nicht mehr" in late.words()


def test_the_state_of_a_waiting_phone(phone: Phone, client: TestClient, hall: Hall) -> None:
    phone.join()
    cookie = {"cookie": f"teilnahme={phone.cookie}"}
    first = client.get(f"/mitmachen/{CODE}/stand", headers=cookie)
    tag = {"if-none-match": first.headers["etag"]}
    again = client.get(f"/mitmachen/{CODE}/stand", headers={**cookie, **tag})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first.headers["etag"].strip('"') in phone.open().text, "page and state agree"
    other = Phone(client)
    other.join()
    other.write("Von jemand anderem")
    assert client.get(f"/mitmachen/{CODE}/stand", headers={**cookie, **tag}).status_code == 304
    hall.set(activity=Activity.POINTS)
    changed = client.get(f"/mitmachen/{CODE}/stand", headers={**cookie, **tag})
    assert changed.status_code == 200 and "Punkte vergeben" in changed.text


def test_the_time_left(phone: Phone, hall: Hall) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    hall.set(ends_at=now + timedelta(minutes=9, seconds=30))
    assert "noch 10 Minuten" in phone.open().text
    hall.set(ends_at=now - timedelta(minutes=1))
    assert "Die geplante Zeit ist um" in phone.open().text


def test_own_cards_show_their_state_and_leave_with_an_undo(phone: Phone, hall: Hall) -> None:
    phone.join()
    phone.write("Wird abgelehnt")
    with hall.store.read() as db:
        arrived = list_actions(db)[0].id
    with hall.store.write("Anna", "Entschieden") as tx:
        card = find(tx, Card)[0]
        save_(tx, card.replace(state=CardState.REJECTED, reason="Sache des Landes"))
    assert "abgelehnt" in phone.open().text
    with hall.store.read() as db:
        decided = list_actions(db)[0].id
    revert(hall.store, "Anna", decided)
    revert(hall.store, "Anna", arrived)
    assert "Ihre Karten" not in phone.open().text
    assert "noch 5 Karten" in phone.html


def test_other_cards_are_not_shown(client: TestClient, hall: Hall) -> None:
    one, two = Phone(client), Phone(client)
    one.join()
    two.join()
    one.write("Noch nicht geprüft")
    assert "Noch nicht geprüft" not in two.open().text


def test_a_workshop_without_phases_and_groups(client: TestClient, hall: Hall) -> None:
    with hall.store.write("Anna", "Geleert") as tx:
        tx.run("UPDATE workshop SET phase_id = NULL, version = ?", [tx.action_id])
        tx.run("DELETE FROM workshop_phase")
        tx.run("DELETE FROM participant_group")
    phone = Phone(client)
    phone.open()
    phone.post("gruppe", phone.fields("gruppe"))
    assert phone.words() == "Sie machen mit."
    assert "Gerade ist Pause" in phone.html


def test_the_address_of_a_form_leads_back(client: TestClient) -> None:
    for address, there in (
        (f"/mitmachen/{CODE}/karte", f"/mitmachen/{CODE}"),
        (f"/mitmachen/{CODE}/", f"/mitmachen/{CODE}"),
        ("/mitmachen/", "/mitmachen"),
        ("/karte/", "/karte"),
    ):
        back = client.get(address, follow_redirects=False)
        assert (back.status_code, back.headers["location"]) == (303, there)


def test_a_page_costs_no_look_into_the_plan(
    phone: Phone, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand phones look at one state of the plan; it is read once."""
    phone.join()
    served = session.open_store()
    read, asked = served.raw_cursor, list[str]()

    def counted() -> object:
        asked.append("read")
        return read()

    monkeypatch.setattr(served, "raw_cursor", counted)
    for _ in range(10):
        phone.open()
    assert asked == []
    hall.set(results_shown=True)
    phone.open()
    assert asked, "what the facilitator changed is read"
