"""``answer PLAN OUT.docx|OUT.xlsx``: the council's questions, answered from the plan."""

from __future__ import annotations

import argparse

from strategy.command_line import add_audience, add_version
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.store import Store
from strategy.nouns.visibility import audience_named

NAME = "answer"
HELP = "Beantwortet die Fragen der Politik als Word-Seite (.docx) oder Excel-Mappe (.xlsx)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("target", metavar="ZIEL", help="Zieldatei, Antwort.docx oder Antwort.xlsx")
    parser.add_argument(
        "--unit",
        metavar="DEZERNAT",
        help="Kennung, Bezeichnung, Kurzzeichen oder Nummer (ohne Angabe: die ganze Verwaltung)",
    )
    parser.add_argument("--year", metavar="JAHR", help="Haushaltsjahr (ohne Angabe: das Planjahr)")
    add_version(parser)
    add_audience(parser)


def run(args: argparse.Namespace) -> int:
    # Imported here, so that other commands do not wait for python-docx and XlsxWriter.
    from strategy.documents.council_answer import write_council_answer
    from strategy.excel.council_answer import write_council_workbook

    # The name of the file says the format, so there is no option that could contradict it.
    ending = args.target.lower().rpartition(".")[2]
    writers = {"docx": write_council_answer, "xlsx": write_council_workbook}
    if ending not in writers:
        raise Refused(
            f"{args.target} endet weder auf .docx noch auf .xlsx; geben Sie der Zieldatei eine "
            "dieser Endungen."
        )
    audience = audience_named(args.audience)
    year = german.parse_year(args.year)
    # After all arguments are judged: opening a plan locks it for everybody else.
    store = Store.open(args.plan)
    try:
        path = writers[ending](
            store, args.target, args.version, unit=args.unit, year=year, audience=audience
        )
    finally:
        store.close()
    print(f"Antwort geschrieben: {path}")
    return 0
