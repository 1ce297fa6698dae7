"""``demo PLAN``: builds the fictional demo municipality as a new plan file."""

from __future__ import annotations

import argparse

NAME = "demo"
HELP = "Legt eine neue Plandatei mit der erfundenen Demo-Kommune an."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="neue Plandatei")


def run(args: argparse.Namespace) -> int:
    from strategy.plans.demo import build_demo

    path = build_demo(args.plan, lambda sentence: print(f"{sentence} …", flush=True))
    print(f"Fertig: {path}")
    return 0
