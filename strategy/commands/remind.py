"""``remind PLAN``: what is open with whom, as letters, in the outbox, or sent."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from strategy.identity.outbox import Outbox
from strategy.identity.security_log import console_user
from strategy.kernel import german
from strategy.kernel.store import Store
from strategy.plans.mailing import queue_reminders, send_waiting

NAME = "remind"
HELP = "Erinnert an offene Angaben: zeigt die Schreiben, legt sie in den Postausgang oder sendet."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("--person", metavar="KENNUNG", help="nur diese Person, zum Beispiel P-0003")
    parser.add_argument(
        "--address",
        metavar="ADRESSE",
        default="",
        help="Adresse der Werkbank, für den Link im Schreiben",
    )
    parser.add_argument(
        "--send",
        action="store_true",
        help="sendet alles, was im Postausgang wartet, über den Server aus STRATEGY_SMTP_HOST",
    )


def run(args: argparse.Namespace) -> int:
    path = Path(args.plan)
    base = str(args.address).rstrip("/")
    link = f"{base}/meine-angaben?person={{person}}" if base else ""
    store = Store.open(path)
    try:
        with store.read() as db:
            mails, without = queue_reminders(
                path, db, console_user(), date.today(), link, args.person
            )
    finally:
        store.close()
    for letter in without:
        print(f"An: {letter.to} (ohne E-Mail)\nBetreff: {letter.subject}\n\n{letter.body}\n")
    waiting = sum(mail.sent_at is None for mail in Outbox(path).list_())
    print(
        f"{german.counted(len(mails), 'Schreiben liegt', 'Schreiben liegen')} neu im Postausgang, "
        f"{waiting} warten insgesamt; {len(without)} ohne E-Mail-Adresse."
    )
    if not args.send:
        return 0
    sent, troubles = send_waiting(path)
    print(f"Gesendet: {sent}.")
    for trouble in troubles:
        print(trouble)
    return 1 if troubles else 0
