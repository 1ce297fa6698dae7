"""``restore BACKUP PLAN``: put a backup in the place of a plan file."""

from __future__ import annotations

import argparse

from strategy.identity.security_log import console_user
from strategy.plans.restoring import restore_plan

NAME = "restore"
HELP = "Stellt einen Plan aus einer Sicherung wieder her; der jetzige Stand bleibt daneben liegen."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", metavar="SICHERUNG", help="Sicherung")
    parser.add_argument("plan", metavar="PLAN", help="Plandatei, die ersetzt wird")
    parser.add_argument(
        # An option of its own: who restores yesterday's backup loses today's work with it.
        "--neueren-ersetzen",
        action="store_true",
        dest="replace_newer",
        help="auch einen Plan ersetzen, der neuer ist als die Sicherung",
    )
    parser.add_argument(
        "--fremde-annehmen",
        action="store_true",
        dest="accept_foreign",
        help="auch eine Sicherung, deren Verlauf nicht auf diesem Rechner unterschrieben wurde",
    )


def run(args: argparse.Namespace) -> int:
    done = restore_plan(
        args.backup,
        args.plan,
        console_user(),
        replace_newer=args.replace_newer,
        accept_foreign=args.accept_foreign,
    )
    print(f"Wiederhergestellt: {done}")
    return 0
