"""``paper PLAN VO-… OUT.docx``: a council paper as Word, its figures from a sealed edition."""

from __future__ import annotations

import argparse
from pathlib import Path

from strategy.command_line import add_audience
from strategy.kernel.errors import NotFound, Refused
from strategy.kernel.store import Store
from strategy.nouns.visibility import audience_named

NAME = "paper"
HELP = "Schreibt eine Vorlage als Word-Dokument; ihre Zahlen kommen aus einer festen Fassung."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("paper", metavar="VORLAGE", help="Kennung oder Nummer, etwa VO-0004")
    parser.add_argument("target", metavar="ZIEL", help="Zieldatei, zum Beispiel Vorlage.docx")
    parser.add_argument(
        "--version",
        metavar="FASSUNG",
        help="festgeschriebene Fassung der Zahlen (ohne Angabe: die Anlage der Vorlage)",
    )
    parser.add_argument(
        "--template",
        metavar="DATEI.docx",
        help="eigene Word-Vorlage mit Platzhaltern wie {{ betreff }}",
    )
    add_audience(parser)


def run(args: argparse.Namespace) -> int:
    # Imported here, so that other commands do not wait for python-docx.
    from strategy.documents.council_paper import write_council_paper

    if not args.target.lower().endswith(".docx"):
        raise Refused(f"{args.target} endet nicht auf .docx; geben Sie der Zieldatei diese Endung.")
    audience = audience_named(args.audience)
    template = _read(args.template) if args.template else None
    store = Store.open(args.plan)
    try:
        path = write_council_paper(
            store, args.target, args.paper, args.version, audience=audience, template=template
        )
    finally:
        store.close()
    print(f"Vorlage geschrieben: {path}")
    return 0


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise NotFound(
            f"Die Word-Vorlage {name} lässt sich nicht lesen; prüfen Sie Name und Ort der Datei."
        ) from error
