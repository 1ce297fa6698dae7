"""``backup PLAN TARGET``: a consistent copy of a plan file."""

from __future__ import annotations

import argparse

from strategy.kernel.store import Store
from strategy.kernel.store.backup import backup

NAME = "backup"
HELP = "Sichert eine Plandatei in eine Datei oder einen Ordner."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("target", metavar="ZIEL", help="Zieldatei oder Ordner")


def run(args: argparse.Namespace) -> int:
    store = Store.open(args.plan)
    try:
        print(f"Gesichert: {backup(store, args.target)}")
    finally:
        store.close()
    return 0
