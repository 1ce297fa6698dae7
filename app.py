"""The front door: ``python app.py [PLANDATEI]`` starts it all."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit import config

from strategy.command_line import GermanParser, refused_by_system
from strategy.kernel.errors import StrategyError
from web.front.application import front
from web.front.own_machine import ALWAYS, ALWAYS_VARIABLE, always_asks, is_loopback
from web.serving import launch
from web.serving.server import open_socket, serve

app = st.App(
    # The entry script lies inside pages/: beside that folder, Streamlit would run a page by its
    # address before the sign-in was asked (docs/architecture.md).
    Path(__file__).parent / "pages" / "navigation.py",
    lifespan=launch.lifespan,
    **front(),
)


def arguments(typed: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = GermanParser(
        prog="app.py",
        description="Startet die Werkbank für die Digitalstrategie einer Kommune.",
        usage="python app.py [PLANDATEI] [--host ADRESSE] [--port ANSCHLUSS] [--sign-in]",
    )
    parser.add_argument("plan", nargs="?", metavar="PLANDATEI", help="die Plandatei der Kommune")
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADRESSE",
        help="für andere Rechner freigeben, zum Beispiel 0.0.0.0 (sonst nur dieser Rechner)",
    )
    parser.add_argument("--port", type=int, default=8501, metavar="ANSCHLUSS", help="sonst 8501")
    parser.add_argument(
        "--sign-in",
        action="store_true",
        help="auch auf diesem Rechner eine Anmeldung verlangen (hinter einem Proxy nötig)",
    )
    return parser.parse_args(typed)


def main(typed: Sequence[str]) -> int:
    """Start the server and serve until it is stopped; 1 where it cannot start."""
    wanted = arguments(typed)
    try:
        opened = open_socket(wanted.host, wanted.port)
    except (OSError, OverflowError):
        return _refuse(
            f"Unter {wanted.host}:{wanted.port} kann dieser Rechner nichts bereitstellen; bitte "
            "--host und --port prüfen."
        )
    if opened is None:
        return _refuse(
            f"Der Anschluss {wanted.port} ist schon belegt; bitte die laufende Werkbank beenden "
            f"oder einen anderen wählen: python app.py --port {wanted.port + 1}"
        )
    try:
        plan = launch.choose_plan(wanted.plan or os.environ.get(launch.PLAN_VARIABLE))
        os.environ[launch.PLAN_VARIABLE] = str(plan)
        launch.go_home()
        launch.write_log()
        launch.open_plan()
        asked = wanted.sign_in or always_asks() or not is_loopback(wanted.host)
        sign_in_words = launch.words_on_sign_in() if asked else ""
    except StrategyError as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(refused_by_system(error))
    shown = "localhost" if wanted.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else wanted.host
    print(
        f"Die Werkbank läuft mit dem Plan {plan}.\n"
        f"Im Browser öffnen: http://{shown}:{wanted.port}\n"
        "Beenden: Strg+C in diesem Fenster.",
        flush=True,
    )
    if asked:
        os.environ[ALWAYS_VARIABLE] = ALWAYS
        print(sign_in_words, flush=True)
    # The plan's path and the options are ours; Streamlit would hand them to every page.
    sys.argv = [__file__]
    # The gate and the address for phones ask Streamlit's settings where this server listens.
    config.set_option("server.address", wanted.host)
    config.set_option("server.port", wanted.port)
    with contextlib.suppress(KeyboardInterrupt):
        serve(app, opened)
    print("Die Werkbank ist beendet.", flush=True)
    # The plan is closed; an orderly end of Python would make DuckDB report on its own objects.
    sys.stdout.flush()
    os._exit(0)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
