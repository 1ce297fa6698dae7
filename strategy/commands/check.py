"""``check PLAN``: whether a plan is sound."""

from __future__ import annotations

import argparse

from strategy.plans.soundness import look_into_file

NAME = "check"
HELP = "Prüft einen Plan: Verlauf, Unterschriften, Verweise, Summen und feste Fassungen."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei; sie wird dabei nicht verändert")


def run(args: argparse.Namespace) -> int:
    found = look_into_file(args.plan)
    print("\n".join(found.troubles) if found.troubles else "In Ordnung")
    # What has to be known and is no fault: it may be that nobody here can tell.
    for note in found.notes:
        print(f"Hinweis: {note}")
    # For scripts: a nightly check can tell by the code alone.
    return 1 if found.troubles else 0
