"""``seal PLAN NAME``: seal the draft (or a scenario) as an edition."""

from __future__ import annotations

import argparse

from strategy.kernel.store import Store
from strategy.kernel.store.database import DRAFT
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import get_version, seal_edition

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
    parser.add_argument("--note", metavar="TEXT", help="Anmerkung zur Fassung")
    parser.add_argument("--actor", default="Kommandozeile", metavar="NAME", help="wer festschreibt")


def run(args: argparse.Namespace) -> int:
    store = Store.open(args.plan)
    try:
        with store.read() as db:
            base = get_version(db, args.version)
        made = seal_edition(store, args.actor, args.name, base.name, args.note)
    finally:
        store.close()
    # An edition always has one; only draft and scenarios have none.
    assert made.hash is not None
    print(f"Festgeschrieben: „{made.title}“, Prüfsumme {short_hash(made.hash)} ({made.hash})")
    return 0
