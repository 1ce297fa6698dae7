"""``document PLAN OUT.docx|OUT.pdf``: the strategy as a document, also in Leichte Sprache."""

from __future__ import annotations

import argparse

from strategy.command_line import add_audience, add_version
from strategy.kernel.errors import Refused
from strategy.kernel.store import Store
from strategy.nouns.visibility import audience_named

NAME = "document"
HELP = "Schreibt die Strategie als Dokument: Word (.docx) oder PDF (.pdf, mit LibreOffice)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("target", metavar="ZIEL", help="Zieldatei, Strategie.docx oder .pdf")
    parser.add_argument(
        "--easy", action="store_true", help="in Leichter Sprache (Texte der Maßnahmen)"
    )
    add_version(parser)
    add_audience(parser)


def run(args: argparse.Namespace) -> int:
    # Imported here, so that other commands do not wait for python-docx and python-pptx.
    from strategy.documents.strategy_document import write_strategy

    if args.target.lower().rpartition(".")[2] not in ("docx", "pdf"):
        raise Refused(
            f"{args.target} endet weder auf .docx noch auf .pdf; geben Sie der Zieldatei eine "
            "dieser Endungen."
        )
    audience = audience_named(args.audience)
    store = Store.open(args.plan)
    try:
        path = write_strategy(store, args.target, args.version, audience=audience, easy=args.easy)
    finally:
        store.close()
    print(f"Strategie geschrieben: {path}")
    return 0
