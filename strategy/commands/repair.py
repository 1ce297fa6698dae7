"""``repair PLAN``: save a plan whose write-ahead log is damaged."""

from __future__ import annotations

import argparse

from strategy.store.backup import repair

NAME = "repair"
HELP = "Repariert eine Plandatei, deren Änderungsprotokoll beschädigt ist; eine Kopie bleibt liegen."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", help="Plandatei")


def run(args: argparse.Namespace) -> int:
    kept = repair(args.plan)
    print("Die Plandatei ist in Ordnung." if kept is None else f"Repariert; die Kopie liegt in {kept}.")
    return 0
