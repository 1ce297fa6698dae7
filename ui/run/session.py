"""The pages' only door to the store: which plan, which version, who acts, what a save has to say.

Which plans there are and their open stores is ``strategy.plans.opened``'s.  What a user edits is
never cached; the version looked at stands in the URL.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

import streamlit as st

from strategy.identity.accounts import is_participants
from strategy.kernel.errors import StrategyError
from strategy.kernel.record import Record
from strategy.kernel.records import find
from strategy.kernel.store import Cursor, Store, Transaction
from strategy.kernel.store.database import DRAFT
from strategy.kernel.store.look import Look, Moved
from strategy.kernel.store.undo import redo, undo
from strategy.kernel.store.versions import Version, list_versions
from strategy.nouns.municipality import Municipality
from strategy.plans import opened
from strategy.plans.opened import add_store as add_store
from strategy.plans.opened import close_store as close_store
from strategy.plans.opened import open_store as open_store
from strategy.plans.opened import replace_plan as replace_plan
from ui.run.plain_text import plain
from ui.run.signed_in import Visitor, visitor

DEFAULT_ACTOR = "Koordination"

Answer = TypeVar("Answer")


def list_plans() -> list[Path]:
    """The plan files of this server, looked up once in the run of a page."""
    return opened.list_plans() if _RUN.plans is None else _RUN.plans


def plan_path() -> Path:
    """The plan file this session works on: the one in the URL, else the server's own."""
    plans = list_plans()
    if len(plans) == 1:
        return plans[0]
    wanted = st.session_state.get("plan") or st.query_params.get("plan")
    return next((plan for plan in plans if plan.stem == wanted), plans[0])


def choose_plan(path: Path) -> None:
    """Work on another plan file from now on."""
    st.session_state["plan"] = path.stem
    st.session_state["fassung"] = DRAFT


def store() -> Store:
    """The store of this session's plan."""
    return open_store(plan_path())


def version() -> str:
    """The name of the version looked at."""
    return str(st.session_state.get("fassung") or DRAFT)


def versions() -> list[Version]:
    """All versions of the plan."""
    with _look_at(DRAFT) as db:
        return list(db.recall(list_versions))


def editable(table: str = "") -> bool:
    """Whether what the page shows can be edited by the one who looks at it.

    Who may change some entries only can do so on the page of one of them (``look_at_entry``), and
    where the page edits rows of a ``table`` that he may change altogether.
    """
    if not any(item.name == version() and item.editable for item in versions()):
        return False
    scope = who().scope
    if who().may_write or scope is None:
        return who().may_write
    return who().may_contribute and (_RUN.own_entry or scope.opens(table))


def look_at_entry(record: Record) -> None:
    """Tell which entry the page shows, since what may be edited hangs on it for some accounts."""
    scope = who().scope
    if scope is not None and who().may_contribute:
        with read() as db:
            _RUN.own_entry = scope.allows(db, record)


def why_closed() -> str:
    """Why the one who looks can change nothing here, as a sentence; empty where he can.

    Two reasons, two ways out: another role, or another version.
    """
    if editable():
        return ""
    if who().may_contribute and not who().may_write:
        return (
            "Ihr Zugang ändert Einträge der eigenen Organisationseinheit oder gibt Punktwerte; "
            "dieser gehört nicht dazu. Die Rolle vergibt die Administration."
        )
    if not who().may_write:
        return "Ihr Zugang darf lesen und nichts ändern; die Rolle vergibt die Administration."
    return "Diese Fassung ist festgeschrieben; geändert wird im Entwurf oder in einem Szenario."


def who() -> Visitor:
    """Who looks at this page."""
    return _RUN.visitor if _RUN.visitor is not None else visitor()


def actor() -> str:
    """The name under which this session's changes are recorded: the account's, where there is one.

    Only at the server's own machine, where nobody signs in, it is what the user calls himself.
    """
    account = who().account
    if account is not None:
        return account.name
    name = str(st.session_state.get("actor") or "").strip()
    return DEFAULT_ACTOR if not name or is_participants(name) else name


@contextmanager
def read() -> Iterator[Cursor]:
    """A cursor on the version looked at; falls back to the draft where it has been removed."""
    if version() != DRAFT and version() not in {item.name for item in versions()}:
        st.session_state["fassung"] = DRAFT
    with _look_at(version()) as db:
        yield db


def reader() -> Callable[[], AbstractContextManager[Cursor]]:
    """How to read the version looked at later, when the run of the page is over.

    Streamlit makes the file of a download button outside of any run: there the address is not
    known, so plan and version are those of the moment in which the button was drawn.
    """
    path, name = plan_path(), version()
    # By its path: the file may have been replaced by a backup since.
    return lambda: open_store(path).look(name)


class _Run(threading.local):
    """What one run of a page has opened; outside of ``one_run`` nothing is kept."""

    going = False
    looks: dict[tuple[Store, str], tuple[Look, ExitStack]]
    plans: list[Path] | None = None
    visitor: Visitor | None = None
    # Whether the page shows an entry that a limited account may change.
    own_entry = False
    # The session's messages, how many of them this run shows, and whether it came to its end:
    # one that is stopped because its user has gone on did not.
    messages: list[Message]
    shown = 0
    ended = False

    def __init__(self) -> None:
        self.looks, self.messages = {}, []


_RUN = _Run()


@contextmanager
def one_run() -> Iterator[None]:
    """Around the run of a page: all it reads is one state of the plan, while nobody writes.

    Where the plan moves on while an answer is being put together, the page begins anew.
    """
    _RUN.going, _RUN.looks, _RUN.plans = True, {}, None
    try:
        _RUN.visitor = visitor()
        _RUN.plans = opened.list_plans()
        yield
        _RUN.ended = True
    except Moved:
        st.rerun()
    finally:
        if _RUN.ended:
            # Not through the session's state: once stopped, it answers nothing any more.
            del _RUN.messages[: _RUN.shown]
        _RUN.messages, _RUN.shown, _RUN.ended = [], 0, False
        _RUN.going, _RUN.plans, _RUN.visitor, _RUN.own_entry = False, None, None, False
        for _, stack in _RUN.looks.values():
            stack.close()
        _RUN.looks = {}


def end_page() -> NoReturn:
    """Show nothing more on this page.  Pages use this and not ``st.stop()``, see ``_Run.ended``."""
    _RUN.ended = True
    st.stop()


@contextmanager
def _look_at(name: str) -> Iterator[Look]:
    here = store()
    if not _RUN.going:
        with here.look(name) as own:
            yield own
        return
    look: Look | None
    look, stack = _RUN.looks.get((here, name), (None, ExitStack()))
    if look is None or look.state != here.write_lock.state_number:
        stack.close()
        stack = ExitStack()
        look = stack.enter_context(here.look(name, late=True))
        _RUN.looks[here, name] = look, stack
    try:
        yield look
    except BaseException:
        # After a failed query the transaction answers nothing any more.
        _RUN.looks.pop((here, name), None)
        stack.close()
        raise


def recall(work: Callable[..., Answer], *args: Any) -> Answer:
    """What ``work(db, *args)`` answers on the version looked at, asked once per state of the plan.

    ``work`` is a function of a module, ``args`` can be hashed; see ``Look.recall``.
    """
    with read() as db:
        return cast(Look, db).recall(work, *args)


def recall_of(name: str, work: Callable[..., Answer], *args: Any) -> Answer:
    """The same on another version of the plan, whichever one is looked at."""
    with _look_at(name) as db:
        return db.recall(work, *args)


def municipality() -> Municipality:
    """The municipality of the plan, with its words; an unnamed one in an empty file."""
    found = recall(_municipalities)
    return found[0] if found else Municipality(title="Neue Kommune", plan_year=2027)


def _municipalities(db: Cursor) -> list[Municipality]:
    return find(db, Municipality)


@dataclass(frozen=True)
class Message:
    """What the next run has to say: kind is success, error, info or warning."""

    kind: str
    text: str
    undoable: bool = False


def say(kind: str, text: str, undoable: bool = False) -> None:
    """Leave a message for the next run of the page."""
    st.session_state.setdefault("messages", []).append(Message(kind, text, undoable))


def messages_left() -> bool:
    """Whether there is something to say that this run does not show yet."""
    return len(st.session_state.get("messages", ())) > _RUN.shown


def show_messages() -> None:
    """Show what was left by the last callback; a save offers to be undone."""
    # Always one block, full or empty: were the page to move down by a message, every field on it
    # would be made anew and the cursor would be lost.
    with st.container():
        # Kept until a run has come to its end: the browser never sees what one that begins anew
        # has drawn.
        _RUN.messages = st.session_state.setdefault("messages", [])
        _RUN.shown = len(_RUN.messages)
        # The latest action is what the button undoes; beside an earlier one it would mislead.
        latest = max((n for n, one in enumerate(_RUN.messages) if one.undoable), default=-1)
        for index, message in enumerate(_RUN.messages):
            getattr(st, message.kind)(plain(message.text), icon=_ICONS[message.kind])
            if index == latest:
                st.button(
                    "Rückgängig",
                    key=f"undo_{index}_{hash(message.text)}",
                    on_click=undo_last,
                    icon=":material/undo:",
                )


_ICONS = {
    "success": ":material/check_circle:",
    "error": ":material/error:",
    "info": ":material/info:",
    "warning": ":material/warning:",
}


def act(what: str, work: Callable[[Transaction], Answer]) -> Answer:
    """Run ``work`` as one action on the version looked at; raises what the store or it raises.

    Every write of a page passes here; what there is to say of it is left to the caller.
    """
    with store().write(actor(), what, version()) as tx:
        return work(tx)


def write(what: str, work: Callable[[Transaction], Any], done: str = "") -> Any:
    """Run ``work`` as one action in a callback; say what happened, return its result.

    Returns None where it was refused; the sentence of the error is shown instead of ``done``.
    Where errors belong to a field, ``ui.objects.forms`` calls ``act`` itself.
    """
    try:
        result = act(what, work)
    except StrategyError as error:
        say("error", str(error))
        return None
    say("success", done or f"{what}.", undoable=True)
    return result


def undo_last() -> None:
    """Callback: undo the own last action."""
    _undo_or_redo(undo, "Rückgängig gemacht")


def redo_last() -> None:
    """Callback: do the own last undone action again."""
    _undo_or_redo(redo, "Wiederholt")


def _undo_or_redo(work: Callable[[Store, str, str], Any], word: str) -> None:
    try:
        action = work(store(), actor(), version())
    except StrategyError as error:
        say("error", str(error))
    else:
        say("success", f"{word}: {action.what or 'letzte Änderung'}.")
