"""``log``: what happened at the doors of this server."""

from __future__ import annotations

import argparse

from strategy.identity.security_log import entries, log_path
from strategy.kernel import german

NAME = "log"
HELP = "Zeigt Anmeldungen, geänderte Zugänge, Wiederherstellungen und ausgegebene Pläne."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--last", type=int, default=50, metavar="ANZAHL", help="so viele der neuesten (sonst 50)"
    )


def run(args: argparse.Namespace) -> int:
    found = entries(max(args.last, 1))
    if not found:
        print(f"Es ist noch nichts aufgezeichnet ({log_path()}).")
    for line in reversed(found):
        details = ", ".join(f"{name}: {value}" for name, value in line.details.items() if value)
        print(f"{german.moment(line.at)}  {line.event}  {line.who}  {details}".rstrip())
    return 0
