"""``seal PLAN NAME``: seal the draft (or a scenario) as an edition."""

from __future__ import annotations

import argparse

from strategy.acts.sealing import Occasion, seal_for
from strategy.kernel import german
from strategy.kernel.store import Store
from strategy.kernel.store.database import DRAFT
from strategy.kernel.store.fingerprint import short_hash

NAME = "seal"
HELP = "Schreibt eine Fassung fest und nennt ihre Prüfsumme."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument(
        "name", metavar="NAME", help="Name der Fassung, zum Beispiel „Stadtrat 14.05.2027“"
    )
    parser.add_argument(
        "--version",
        default=DRAFT,
        metavar="FASSUNG",
        help="was festgeschrieben wird (ohne Angabe: der Entwurf)",
    )
    parser.add_argument(
        "--paper",
        metavar="VORLAGE",
        help="zu welcher Vorlage die Fassung als Anlage gehört: Kennung oder Nummer",
    )
    parser.add_argument(
        "--body",
        metavar="GREMIUM",
        help="wem sie vorliegt: Kennung oder Name (ohne Angabe: das entscheidende Gremium)",
    )
    parser.add_argument("--in-force", metavar="TAG", help="in Kraft ab, zum Beispiel 01.01.2027")
    parser.add_argument("--note", metavar="TEXT", help="Anmerkung zur Fassung")
    parser.add_argument("--actor", default="Kommandozeile", metavar="NAME", help="wer festschreibt")


def run(args: argparse.Namespace) -> int:
    in_force = german.parse_date(args.in_force or "")
    store = Store.open(args.plan)
    try:
        made = seal_for(
            store,
            args.actor,
            args.name,
            args.version,
            args.note,
            Occasion(args.paper, args.body, in_force),
        )
    finally:
        store.close()
    # An edition always has one; only draft and scenarios have none.
    assert made.hash is not None
    print(f"Festgeschrieben: „{made.title}“, Prüfsumme {short_hash(made.hash)} ({made.hash})")
    if made.paper_id:
        force = f", in Kraft ab {german.day(made.in_force_on)}" if made.in_force_on else ""
        print(f"Anlage zu {made.paper_id}{force}")
    return 0
