"""The command line: finds the commands, runs one, says errors in German.

Exit 0: done. Exit 1: refused, with one German sentence on stderr. Exit 2: wrong usage.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence
from typing import Any, Never, cast

import strategy.commands
from strategy.errors import StrategyError


class _GermanParser(argparse.ArgumentParser):
    """argparse with a German word for wrong usage."""

    def error(self, message: str) -> Never:
        self.print_usage(sys.stderr)
        self.exit(2, f"Der Aufruf ist nicht vollständig oder falsch geschrieben: {message}\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser with one sub-command per module of ``strategy.commands``."""
    parser = _GermanParser(prog="python -m strategy", description="Werkbank für Digitalstrategien")
    parts = parser.add_subparsers(dest="command", required=True, metavar="BEFEHL")
    for info in sorted(pkgutil.iter_modules(strategy.commands.__path__), key=lambda i: i.name):
        # Modules are loaded one by one, so that a light command stays quick to start.
        module = cast(Any, importlib.import_module(f"strategy.commands.{info.name}"))
        part = parts.add_parser(module.NAME, help=module.HELP, description=module.HELP)
        module.add_arguments(part)
        part.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    args = build_parser().parse_args(argv)
    try:
        return int(args.run(args))
    except StrategyError as error:
        print(str(error), file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1
