"""``template KIND FILE``: an empty list to fill in, with an example, for one kind of import."""

from __future__ import annotations

import argparse

NAME = "template"
HELP = "Schreibt eine leere Vorlage mit Beispiel für eine Art von Liste (.xlsx)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from strategy.commands.import_ import KIND_NAMES

    parser.add_argument(
        "kind", metavar="ART", choices=KIND_NAMES, help=f"was hineinkommt: {', '.join(KIND_NAMES)}"
    )
    parser.add_argument("file", metavar="DATEI", help="neue Excel-Datei")


def run(args: argparse.Namespace) -> int:
    from strategy.excel.template import write_template

    print(f"Fertig: {write_template(args.kind, args.file)}")
    return 0
