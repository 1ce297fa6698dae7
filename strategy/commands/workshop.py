"""``workshop export PLAN W-0001 OUT`` and ``workshop minutes PLAN W-0001 OUT.docx``."""

from __future__ import annotations

import argparse

from strategy.command_line import GermanParser, add_audience, add_version
from strategy.kernel.errors import Refused

NAME = "workshop"
HELP = "Gibt eine Werkstatt aus: alles als .xlsx oder .json (export), Niederschrift (minutes)."


def add_arguments(parser: GermanParser) -> None:
    ways = parser.add_subparsers(title="Wege", dest="way", required=True, metavar="WEG")
    for name, words, target in (
        ("export", "schreibt alles zu einer Werkstatt in eine Datei", "ZIEL.xlsx oder ZIEL.json"),
        ("minutes", "schreibt die Niederschrift als Word-Dokument", "ZIEL.docx"),
    ):
        way = ways.add_parser(name, help=words)
        way.add_argument("plan", metavar="PLAN", help="Plandatei")
        way.add_argument("workshop", metavar="W-NNNN", help="Kennung der Werkstatt")
        way.add_argument("target", metavar="ZIEL", help=f"Zieldatei, {target}")
        add_version(way)
        add_audience(way)


def run(args: argparse.Namespace) -> int:
    # Imported here, so that --help and other commands start quickly.
    from strategy.documents.workshop_minutes import write_minutes
    from strategy.excel.workshop_export import write_workshop
    from strategy.kernel.store import Store
    from strategy.nouns.visibility import audience_named

    if args.way == "minutes" and not args.target.lower().endswith(".docx"):
        raise Refused(f"{args.target} endet nicht auf .docx; geben Sie der Zieldatei diese Endung.")
    write = write_minutes if args.way == "minutes" else write_workshop
    audience = audience_named(args.audience)
    store = Store.open(args.plan)
    try:
        path = write(store, args.workshop, args.target, args.version, audience=audience)
    finally:
        store.close()
    print(f"Geschrieben: {path}")
    return 0
