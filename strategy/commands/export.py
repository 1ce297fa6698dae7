"""``export PLAN OUT``: every table of one version as workbook, CSV or Parquet."""

from __future__ import annotations

import argparse

from strategy.command_line import add_audience, add_version
from strategy.excel.export import write_folder, write_workbook
from strategy.kernel.store import Store
from strategy.nouns.visibility import audience_named

NAME = "export"
HELP = "Gibt alle Tabellen einer Fassung aus: als .xlsx oder als Ordner mit CSV oder Parquet."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("target", metavar="ZIEL", help="Arbeitsmappe (.xlsx) oder neuer Ordner")
    add_version(parser)
    add_audience(parser)
    parser.add_argument(
        "--parquet", action="store_true", help="im Ordner Parquet- statt CSV-Dateien schreiben"
    )


def run(args: argparse.Namespace) -> int:
    audience = audience_named(args.audience)
    store = Store.open(args.plan)
    try:
        # Anything else is a folder, which may have a dot in its name.
        if args.target.lower().endswith(".xlsx"):
            path = write_workbook(store, args.target, args.version, audience=audience)
        else:
            path = write_folder(
                store, args.target, args.version, parquet=args.parquet, audience=audience
            )
    finally:
        store.close()
    print(f"Ausgegeben: {path}")
    return 0
