"""The command line: finds the commands, runs one, says errors in German.

Exit 0: done. Exit 1: refused, with one German sentence on stderr. Exit 2: wrong usage.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from typing import Any, cast

import strategy.commands
from strategy.command_line import GermanParser, refused_by_system
from strategy.kernel.errors import StrategyError


def build_parser() -> GermanParser:
    """The parser with one sub-command per module of ``strategy.commands``."""
    parser = GermanParser(
        prog="python -m strategy",
        description="Werkbank für kommunale Digitalstrategien: alles, was ohne Browser geht.",
    )
    parts = parser.add_subparsers(title="Befehle", dest="command", required=True, metavar="BEFEHL")
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
    except OSError as error:
        print(refused_by_system(error), file=sys.stderr)
        return 1
