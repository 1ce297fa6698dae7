"""``half-year PLAN OUT.docx|OUT.xlsx``: the half-yearly report of one version."""

from __future__ import annotations

import argparse

from strategy.command_line import add_audience, add_version
from strategy.documents.half_year import write_half_year
from strategy.excel.half_year import write_half_year_book
from strategy.kernel.errors import Refused
from strategy.kernel.store import Store
from strategy.nouns.report_definition import ReportDefinition
from strategy.nouns.visibility import Audience, audience_named
from strategy.reporting.half_year import definition_named

NAME = "half-year"
HELP = "Schreibt den Halbjahresbericht als Word-Dokument (.docx) oder Excel-Mappe (.xlsx)."

_WRITERS = {"docx": write_half_year, "xlsx": write_half_year_book}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("target", metavar="ZIEL", help="Zieldatei, Bericht.docx oder Bericht.xlsx")
    parser.add_argument(
        "--since",
        metavar="FASSUNG",
        help="Fassung des letzten Berichts (ohne Angabe: die zuletzt festgeschriebene)",
    )
    add_version(parser)
    add_audience(parser)


def run(args: argparse.Namespace) -> int:
    audience = audience_named(args.audience)
    ending = _ending(args.target)
    wanted = ReportDefinition(
        title="Halbjahresbericht", audience=audience, edition=args.version, since=args.since
    )
    store = Store.open(args.plan)
    try:
        path = _WRITERS[ending](store, args.target, wanted)
    finally:
        store.close()
    print(f"Bericht geschrieben: {path}")
    return 0


def write_defined(plan: str, target: str, name: str, audience: str) -> int:
    """Write the saved report of this name; the end of the file's name says in which format."""
    ending, typed = _ending(target), audience_named(audience)
    store = Store.open(plan)
    try:
        with store.read() as db:
            wanted = definition_named(db, name)
        # Of two audiences the one that sees less: a saved report is never handed on for more.
        narrow = min(typed, audience_named(wanted.audience or typed), key=list(Audience).index)
        wanted = wanted.replace(audience=narrow)
        path = _WRITERS[ending](store, target, wanted)
    finally:
        store.close()
    print(f"Bericht „{wanted.title}“ geschrieben: {path}")
    return 0


def _ending(target: str) -> str:
    ending = target.lower().rpartition(".")[2]
    if ending not in _WRITERS:
        raise Refused(
            f"{target} endet weder auf .docx noch auf .xlsx; geben Sie der Zieldatei eine dieser "
            "Endungen."
        )
    return ending
