"""``sheet PLAN ID OUT.docx``: the Steckbrief of one measure, a page of Word."""

from __future__ import annotations

import argparse

from strategy.command_line import add_version
from strategy.kernel.store import Store

NAME = "sheet"
HELP = "Schreibt den Steckbrief einer Maßnahme als Word-Seite."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("measure", metavar="KENNUNG", help="Maßnahme, zum Beispiel M-0003")
    parser.add_argument("target", metavar="ZIEL", help="Zieldatei, Steckbrief.docx")
    add_version(parser)


def run(args: argparse.Namespace) -> int:
    # Imported here, so that other commands do not wait for python-docx.
    from strategy.documents.measure_sheet import write_measure_sheet

    store = Store.open(args.plan)
    try:
        path = write_measure_sheet(store, args.target, args.measure, args.version)
    finally:
        store.close()
    print(f"Steckbrief geschrieben: {path}")
    return 0
