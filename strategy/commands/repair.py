"""``repair PLAN``: save a plan whose write-ahead log is damaged."""

from __future__ import annotations

import argparse

from strategy.kernel.store.backup import repair

NAME = "repair"
HELP = "Repariert eine Plandatei mit beschädigtem Änderungsprotokoll; eine Kopie bleibt liegen."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")


def run(args: argparse.Namespace) -> int:
    # Never by deleting the write-ahead log, which would lose every change since the last
    # checkpoint.
    kept = repair(args.plan)
    sound = "Die Plandatei ist in Ordnung."
    print(sound if kept is None else f"Repariert; die Kopie liegt in {kept}.")
    return 0
