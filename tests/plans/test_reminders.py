"""Who is reminded of what: letters, the outbox, and mails through a server on this machine."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import date, timedelta
from email.policy import default
from pathlib import Path

import pytest

from strategy.analysis.reminders import reminder_for
from strategy.cli import main
from strategy.figures.plan.open_items import open_items
from strategy.identity.outbox import Outbox
from strategy.kernel.errors import Refused
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.nouns import (
    Application,
    Deadline,
    Municipality,
    OrganisationUnit,
    Person,
    SurveyReply,
    SurveyRound,
)
from strategy.plans.erasing import erase_person
from strategy.plans.mailing import mail_server, send_waiting
from tests.fresh_plans import empty_plan
from tests.plans.mail_sink import mail_sink

TODAY = date.today()
LATE = TODAY - timedelta(days=3)


@pytest.fixture
def plan_file(tmp_path: Path) -> Iterator[Path]:
    """Three people: one with an address, one whom the server refuses, one without."""
    store = empty_plan(tmp_path / "plan.duckdb")
    with store.write("Anna", "Anlegen") as tx:
        save_(tx, Municipality(title="Welbeck", plan_year=2027))
        unit, other = (
            save_(tx, OrganisationUnit(title=title, level=1)).id for title in ("Hauptamt", "Bauamt")
        )
        mine, lost, silent = (
            save_(tx, Person(function=function, organisation_id=where, email=address)).id
            for function, where, address in (
                ("Leitung Hauptamt", unit, "hauptamt@welbeck.example"),
                ("Leitung Bauamt", other, "bauamt@weg.example"),
                ("Sachbearbeitung", None, None),
            )
        )
        save_(tx, Deadline(title="Verträge melden", due=LATE, organisation_id=unit))
        save_(tx, Deadline(title="Erledigt", due=LATE, organisation_id=unit, done_on=TODAY))
        # What names somebody is his and not everybody's of the unit.
        save_(
            tx,
            Deadline(title="Zahlen prüfen", event="offen", organisation_id=unit, person_id=silent),
        )
        save_(tx, Deadline(title="Pläne melden", due=TODAY, person_id=lost))
        asked = save_(tx, SurveyRound(title="Erhebung 2027", due=TODAY))
        save_(tx, SurveyReply(round_id=asked.id, organisation_id=unit, status="versandt"))
        save_(tx, Application(title="Fachverfahren", owner_id=mine))
    store.close()
    yield tmp_path / "plan.duckdb"


def test_open_items_are_told_in_a_letter_with_a_link(plan_file: Path) -> None:
    store = Store.open(plan_file)
    with store.read() as db:
        items = open_items(db, "P-0001", TODAY)
        assert list(items["kind"]) == ["Frist", "Erhebung", "Anwendung"]
        assert list(items["days"].iloc[:2]) == [-3, 0]
        letter = reminder_for(
            db, "P-0001", TODAY, "https://werkbank.example/meine-angaben?person=x"
        )
        assert letter and letter.subject.endswith("3 Angaben sind bei Ihnen offen")
        for words in (
            "Verträge melden",
            "überfällig",
            "es fehlt:",
            "?person=x",
            "Leitung Hauptamt",
        ):
            assert words in letter.body
        assert "Zahlen prüfen" not in letter.body
        assert list(open_items(db, "P-0003", TODAY)["title"]) == ["Zahlen prüfen"]
    store.close()


def test_reminders_wait_in_the_outbox_and_go_out_once(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    base = ["remind", str(plan_file), "--address", "https://werkbank.example/"]
    assert main(base) == 0
    said = capsys.readouterr().out
    assert "2 Schreiben liegen neu im Postausgang" in said and "An: Sachbearbeitung" in said
    with pytest.raises(Refused, match="kein Mailserver eingerichtet"):
        send_waiting(plan_file)
    with mail_sink(refused="weg.example") as server:
        monkeypatch.setenv("STRATEGY_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("STRATEGY_SMTP_PORT", str(server.server_address[1]))
        monkeypatch.setenv("STRATEGY_SMTP_SECURITY", "none")
        monkeypatch.setenv("STRATEGY_SMTP_FROM", "werkbank@welbeck.example")
        # The same letters are not queued twice; one address is refused, and the other one served.
        assert main([*base, "--send"]) == 1
        assert "Leitung Bauamt: der Mailserver nimmt die Nachricht nicht an (550)" in (
            capsys.readouterr().out
        )
        assert send_waiting(plan_file)[0] == 0
    (raw,) = server.received
    message = email.message_from_bytes(raw, policy=default)
    assert message["To"] == "hauptamt@welbeck.example" and "3 Angaben" in message["Subject"]
    text = message.get_content()
    assert "https://werkbank.example/meine-angaben?person=P-0001" in text and "Verträge" in text
    states = {mail.address: mail for mail in Outbox(plan_file).list_()}
    assert states["hauptamt@welbeck.example"].sent_at and not states["bauamt@weg.example"].sent_at
    # The server is gone: the sentence says so, and what waits still waits.
    with pytest.raises(Refused, match="nicht erreichbar"):
        send_waiting(plan_file)
    assert sum(mail.sent_at is None for mail in Outbox(plan_file).list_()) == 1


def test_settings_that_do_not_fit_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STRATEGY_SMTP_HOST", "mail.example")
    cases = {
        "STRATEGY_SMTP_FROM braucht": {},
        "möglich sind starttls": {"SECURITY": "geheim", "FROM": "a@b.de"},
        "STRATEGY_SMTP_PORT eine Zahl": {"FROM": "a@b.de", "PORT": "zwei"},
        "lässt sich nicht lesen": {"FROM": "a@b.de", "PASSWORD_FILE": str(tmp_path / "nein")},
    }
    for words, values in cases.items():
        with monkeypatch.context() as here:
            for name, value in values.items():
                here.setenv(f"STRATEGY_SMTP_{name}", value)
            with pytest.raises(Refused, match=words):
                mail_server()


def test_an_erased_name_leaves_the_outbox_too(plan_file: Path) -> None:
    store = Store.open(plan_file)
    with store.write("Anna", "Frist") as tx:
        save_(tx, Deadline(title="Rückruf bei Klara Musterblick", due=TODAY, person_id="P-0001"))
    store.close()
    assert main(["remind", str(plan_file)]) == 0
    assert any("Klara Musterblick" in mail.body for mail in Outbox(plan_file).list_())
    erase_person(plan_file, "Anna", "Klara Musterblick")
    assert not any("Klara" in mail.body for mail in Outbox(plan_file).list_())


def test_an_address_is_one_address(plan: Store) -> None:
    for typed in ("kein", "a@b", "a@b.de, c@d.de", "a@b.de\nBcc: c@d.de", "<a@b.de>"):
        with pytest.raises(Refused, match="keine E-Mail-Adresse"), plan.write("Anna", "x") as tx:
            save_(tx, Person(function="Leitung", email=typed))
