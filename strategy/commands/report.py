"""``report PLAN OUT.xlsx``: the Excel strategy report of one version."""

from __future__ import annotations

import argparse
import sys

from strategy.command_line import add_audience, add_version
from strategy.excel.report import write_report
from strategy.kernel.errors import Refused
from strategy.kernel.store import Store
from strategy.nouns.visibility import audience_named

NAME = "report"
HELP = "Schreibt den Strategiebericht einer Fassung als Excel-Arbeitsmappe."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("target", metavar="ZIEL", help="Zieldatei, zum Beispiel Bericht.xlsx")
    add_version(parser)
    add_audience(parser)
    parser.add_argument(
        "--definition",
        metavar="NAME",
        help="einen gespeicherten Bericht schreiben (.docx oder .xlsx); Fassung und Zielgruppe "
        "stehen in ihm, --audience kann sie nur enger fassen",
    )


def run(args: argparse.Namespace) -> int:
    if args.definition:
        # Imported here, so that the plain report does not wait for python-docx.
        from strategy.commands.half_year import write_defined

        return write_defined(args.plan, args.target, args.definition, args.audience)
    if not args.target.lower().endswith(".xlsx"):
        raise Refused(f"{args.target} endet nicht auf .xlsx; geben Sie der Zieldatei diese Endung.")
    audience = audience_named(args.audience)
    store = Store.open(args.plan)
    try:
        path = write_report(store, args.target, args.version, _show, audience=audience)
    finally:
        store.close()
    print(f"Bericht geschrieben: {path}")
    return 0


def _show(step: str, share: float) -> None:
    """Progress goes to stderr, so that stdout holds the result alone."""
    # Not into a log file, where hundreds of lines of progress would hide the one that counts.
    if sys.stderr.isatty():
        print(f"{share:4.0%}  {step}", file=sys.stderr)
