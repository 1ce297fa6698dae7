"""``restore BACKUP PLAN``: put a backup in the place of a plan file."""

from __future__ import annotations

import argparse

from strategy.kernel.store.backup import restore

NAME = "restore"
HELP = "Stellt einen Plan aus einer Sicherung wieder her; der jetzige Stand bleibt daneben liegen."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", metavar="SICHERUNG", help="Sicherung")
    parser.add_argument("plan", metavar="PLAN", help="Plandatei, die ersetzt wird")
    parser.add_argument(
        "--neueren-ersetzen",
        action="store_true",
        dest="replace_newer",
        help="auch einen Plan ersetzen, der neuer ist als die Sicherung",
    )


def run(args: argparse.Namespace) -> int:
    print(f"Wiederhergestellt: {restore(args.backup, args.plan, replace_newer=args.replace_newer)}")
    return 0
