"""``calendar PLAN OUT.ics``: meetings and what is due, for calendar programs."""

from __future__ import annotations

import argparse
from datetime import date

from strategy.command_line import add_audience, add_version
from strategy.kernel.errors import Refused
from strategy.kernel.store import Store
from strategy.nouns.visibility import audience_named

NAME = "calendar"
HELP = "Gibt Sitzungen und Fristen einer Fassung als Kalender (.ics) aus."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("target", metavar="ZIEL", help="Zieldatei, zum Beispiel Gremien.ics")
    add_version(parser)
    add_audience(parser)


def run(args: argparse.Namespace) -> int:
    from strategy.publishing.calendar_file import write_calendar

    if not args.target.lower().endswith(".ics"):
        raise Refused(f"{args.target} endet nicht auf .ics; geben Sie der Zieldatei diese Endung.")
    audience = audience_named(args.audience)
    store = Store.open(args.plan)
    try:
        path = write_calendar(
            store, args.target, args.version, audience=audience, today=date.today()
        )
    finally:
        store.close()
    print(f"Kalender geschrieben: {path}")
    return 0
