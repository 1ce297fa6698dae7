"""``figures PLAN``: every named figure of a version."""

from __future__ import annotations

import argparse
import json

from strategy.command_line import add_version
from strategy.figures.catalogue import all_figures
from strategy.figures.figure import Figure
from strategy.kernel.store import Store
from strategy.kernel.store.versions import get_version

NAME = "figures"
HELP = "Gibt alle Kennzahlen einer Fassung aus."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    add_version(parser)
    parser.add_argument("--json", action="store_true", help="als JSON, Beträge in Cent")


def run(args: argparse.Namespace) -> int:
    store = Store.open(args.plan)
    try:
        with store.read() as db:
            version = get_version(db, args.version)
        with store.read(version.name) as db:
            figures = all_figures(db)
    finally:
        store.close()
    print(_json(figures) if args.json else _table(figures))
    return 0


def _json(figures: list[Figure]) -> str:
    found = {
        figure.id: {
            "label": figure.label,
            "value": figure.value,
            "unit": figure.unit,
            "unknown": figure.unknown,
        }
        for figure in figures
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def _table(figures: list[Figure]) -> str:
    # Terminals and grep treat a non-breaking space as another sign.
    values = [figure.text.replace("\u00a0", " ") for figure in figures]
    left = max((len(figure.label) for figure in figures), default=0)
    right = max((len(value) for value in values), default=0)
    lines = []
    for figure, value in zip(figures, values, strict=True):
        missing = f"   ({figure.unknown} ohne Angabe)" if figure.unknown else ""
        lines.append(f"{figure.label:<{left}}  {value:>{right}}{missing}")
    return "\n".join(lines)
