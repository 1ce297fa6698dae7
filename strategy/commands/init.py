"""``init PLAN``: an empty plan file of one's own municipality."""

from __future__ import annotations

import argparse

NAME = "init"
HELP = "Legt eine neue, leere Plandatei für eine Kommune an."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="neue Plandatei")
    parser.add_argument("--name", required=True, help="Name der Kommune")
    parser.add_argument(
        "--state", required=True, metavar="LAND", help="Land, als Name oder Kürzel (ST, NW …)"
    )
    parser.add_argument(
        "--year", metavar="JAHR", help="Planjahr; ohne Angabe das kommende Haushaltsjahr"
    )


def run(args: argparse.Namespace) -> int:
    import datetime

    from strategy.kernel.german import parse_year
    from strategy.plans.presets import new_plan

    # A budget is planned in the year before it holds.
    year = parse_year(args.year) or datetime.date.today().year + 1
    store = new_plan(args.plan, args.state, args.name.strip(), year, "Kommandozeile")
    store.close()
    print(f"Fertig: {args.plan} für {args.name.strip()}, Planjahr {year}.")
    return 0
