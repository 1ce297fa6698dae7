"""``check PLAN``: whether a plan is sound."""

from __future__ import annotations

import argparse

from strategy.plans.soundness import check_plan_file

NAME = "check"
HELP = "Prüft einen Plan: Verlauf, Verweise, Summen und festgeschriebene Fassungen."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")


def run(args: argparse.Namespace) -> int:
    troubles = check_plan_file(args.plan)
    print("\n".join(troubles) if troubles else "In Ordnung")
    return 1 if troubles else 0
