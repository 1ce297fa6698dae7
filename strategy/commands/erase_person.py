"""``erase-person PLAN NAME``: take a person's name out of a plan and its history."""

from __future__ import annotations

import argparse
from pathlib import Path

from strategy.identity.security_log import console_user
from strategy.plans.erasing import erase_person

NAME = "erase-person"
HELP = "Löscht den Namen einer Person aus Plan, Verlauf und festen Fassungen, auf Verlangen."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei, die niemand geöffnet hat")
    parser.add_argument("name", metavar="NAME", help="der ganze Name, wie er im Plan steht")


def run(args: argparse.Namespace) -> int:
    print("\n".join(erase_person(Path(args.plan), console_user(), args.name)))
    return 0
