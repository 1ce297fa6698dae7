"""Starting the workbench: which plan to open, what to load first, what to close in the end."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from strategy.identity.accounts import FILE_VARIABLE
from strategy.kernel.errors import PlanFileError
from strategy.kernel.store.copies import kept_by_itself, make_private
from strategy.plans.keeping import Keeper
from web.serving.uploads import freed_uploads

PROJECT = Path(__file__).resolve().parents[2]
LOCAL_PLANS = PROJECT / "data" / "local"
PLAN_VARIABLE = "STRATEGY_PLAN"
# Python's own 700 new objects are one page; looking for cycles after each is work without a find.
_COLLECT_AFTER = (10_000, 20, 20)
HEAVY = ("pandas", "plotly.graph_objects", "plotly.io", "duckdb", "streamlit.elements.plotly_chart")


def choose_plan(wanted: str | None) -> Path:
    """The plan file to open: the one named, else the one used last, else a new demo.

    Raises PlanFileError where the named file does not exist.
    """
    if wanted:
        plan = Path(wanted).expanduser().resolve()
        if not plan.is_file():
            raise PlanFileError(
                f"Die Plandatei „{wanted}“ gibt es nicht; bitte den Pfad prüfen oder ohne Angabe "
                "starten, dann öffnet sich die Demo-Kommune."
            )
        return plan
    plans = [path for path in LOCAL_PLANS.glob("*.duckdb") if not kept_by_itself(path.name)]
    used = sorted(plans, key=lambda path: path.stat().st_mtime)
    return used[-1] if used else make_demo(LOCAL_PLANS / "demo.duckdb")


def make_demo(plan: Path) -> Path:
    """Build the demo municipality at ``plan`` and tell its progress on the console."""
    from strategy.plans.demo import build_demo

    print("Die Demo-Kommune wird angelegt, das dauert einen Augenblick …", flush=True)
    plan.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    started = time.monotonic()
    build_demo(plan, lambda sentence: print(f"  {sentence}", flush=True))
    seconds = time.monotonic() - started
    print(f"Die Demo-Kommune ist fertig ({seconds:.0f} Sekunden).", flush=True)
    return plan


def go_home() -> None:
    """Stand in the project's folder, from wherever the workbench was started.

    Streamlit looks for ``.streamlit/config.toml`` and ``secrets.toml`` in the folder in which the
    process stands, and does so late; without them pages would report their use to a foreign server.
    """
    if os.environ.get(FILE_VARIABLE):
        os.environ[FILE_VARIABLE] = os.path.abspath(os.environ[FILE_VARIABLE])
    os.chdir(PROJECT)


def words_on_sign_in() -> str:
    """What to say where the workbench asks for a sign-in; raises StrategyError."""
    from ui.run.signed_in import sign_ins

    said = (
        "Die Werkbank verlangt eine Anmeldung; offen sind nur die Seiten für die Teilnehmenden "
        "einer Werkstatt."
    )
    if sign_ins().accounts.list_():
        return said
    return (
        f"{said}\nEs gibt noch keinen Zugang; dieser Befehl legt den ersten an, auch während die "
        "Werkbank läuft: python -m strategy user add NAME"
    )


def open_plan() -> None:
    """Open the plan for this process; raises PlanFileError, for example where it is locked."""
    from ui.run import session

    session.open_store()


def close_plans() -> None:
    """Close every plan file of this process, so that its last changes are in the file itself."""
    from ui.run import session

    for plan in session.list_plans():
        session.close_store(plan)


def write_log() -> None:
    """Send what users must not see to a log file beside the plans (5 files of 1 MB at most)."""
    log = logging.getLogger("workbench")
    if log.handlers:
        return
    try:
        LOCAL_PLANS.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler: logging.Handler = RotatingFileHandler(
            LOCAL_PLANS / "workbench.log", maxBytes=1_000_000, backupCount=4, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
    make_private(LOCAL_PLANS / "workbench.log")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Load everything heavy before the first visitor, and freeze it out of garbage collection."""
    write_log()
    try:
        if not os.environ.get(PLAN_VARIABLE):
            os.environ[PLAN_VARIABLE] = str(choose_plan(None))
        for name in HEAVY:
            importlib.import_module(name)
        open_plan()
    except PlanFileError as error:
        # The server would wrap any exception in an English traceback.
        print(error, flush=True)
        os._exit(1)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)
    keeper = Keeper()
    keeper.start()
    async with freed_uploads():
        yield {}
    keeper.stop()
    close_plans()
