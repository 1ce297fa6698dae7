"""``slides PLAN OUT.pptx``: the slides of the committee view as PowerPoint."""

from __future__ import annotations

import argparse
from datetime import date

from strategy.command_line import add_audience, add_version
from strategy.kernel.errors import Refused
from strategy.kernel.store import Store
from strategy.nouns.visibility import audience_named

NAME = "slides"
HELP = "Gibt die Folien für den Ausschuss als PowerPoint aus."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("target", metavar="ZIEL", help="Zieldatei, zum Beispiel Ausschuss.pptx")
    add_version(parser)
    add_audience(parser)


def run(args: argparse.Namespace) -> int:
    # Half a second of imports that no other command needs.
    from strategy.documents.slides_file import write_slides

    if not args.target.lower().endswith(".pptx"):
        raise Refused(f"{args.target} endet nicht auf .pptx; geben Sie der Zieldatei diese Endung.")
    audience = audience_named(args.audience)
    store = Store.open(args.plan)
    try:
        path = write_slides(store, args.target, args.version, audience=audience, today=date.today())
    finally:
        store.close()
    print(f"Folien geschrieben: {path}")
    return 0
