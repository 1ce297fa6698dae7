"""``backup PLAN TARGET``: a consistent copy of a plan file."""

from __future__ import annotations

import argparse

from strategy.identity.security_log import Event, console_user, note
from strategy.kernel.store.backup import backup_file

NAME = "backup"
HELP = "Sichert eine Plandatei in eine Datei oder einen Ordner, auch während die Werkbank läuft."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("target", metavar="ZIEL", help="Zieldatei oder Ordner")


def run(args: argparse.Namespace) -> int:
    made = backup_file(args.plan, args.target)
    note(Event.BACKED_UP, console_user(), plan=args.plan, backup=str(made))
    print(f"Gesichert: {made}")
    return 0
