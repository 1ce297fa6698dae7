"""``oparl PLAN OUT``: the council of one version as OParl 1.1."""

from __future__ import annotations

import argparse

from strategy.command_line import add_version
from strategy.kernel.store import Store
from strategy.nouns.visibility import Audience, audience_named
from strategy.publishing.oparl_files import ADDRESS, write_oparl

NAME = "oparl"
HELP = "Gibt Gremien, Sitzungen und Vorlagen einer Fassung als OParl 1.1 (JSON) aus."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("target", metavar="ZIEL", help="eine Datei (.json) oder ein neuer Ordner")
    add_version(parser)
    parser.add_argument(
        "--audience",
        # OParl is made for the public, so nobody gives out more by leaving a switch away.
        default=str(Audience.PUBLIC),
        metavar="ZIELGRUPPE",
        help="öffentlich (ohne Angabe), Vertretung oder Verwaltung",
    )
    parser.add_argument(
        "--address",
        default=ADDRESS,
        metavar="ADRESSE",
        help="Adresse, unter der die Objekte zu finden sein werden",
    )


def run(args: argparse.Namespace) -> int:
    audience = audience_named(args.audience)
    store = Store.open(args.plan)
    try:
        path, made = write_oparl(
            store, args.target, args.version, audience=audience, address=args.address
        )
    finally:
        store.close()
    counts = ", ".join(f"{len(items)} {name}" for name, items in made.by_type.items() if items)
    print(f"Ausgegeben: {path} ({counts})")
    return 0
