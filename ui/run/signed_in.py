"""Who looks at a page: the account that is signed in, or whoever sits at the server's own machine.

The gate (``web/sign_in/gate.py``) marks every connection that it lets through; this
file knows the marks.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from strategy.identity.accounts import Access, Account, Accounts
from strategy.identity.sign_ins import SignIns
from strategy.kernel.errors import Refused, StrategyError
from strategy.kernel.store import Transaction
from strategy.kernel.store.door import (
    ask_before_administering,
    ask_before_contributing,
    ask_before_writing,
)
from strategy.relations.own_entries import WritingScope, check_scope

# The gate takes this header from every request and sets its own, so nobody can bring one along.
MARK = "x-workbench-visitor"
NAME_COOKIE = "workbench_name"
# Random all the same: a server that was started past the gate must not believe its visitors.
LOCAL = secrets.token_hex(16)

ADMINISTRATORS_ONLY = (
    "Das darf nur ein Zugang mit der Rolle „Administration“; es wurde nichts geändert."
)
READ_ONLY = "Ihr Zugang darf nur lesen; es wurde nichts geändert."
PARTLY = "Ihr Zugang darf nur bestimmte Einträge ändern; es wurde nichts geändert."
SIGNED_OUT = (
    "Sie sind nicht mehr angemeldet und es wurde nichts geändert; bitte melden Sie sich neu an."
)


@dataclass(frozen=True)
class Visitor:
    """``account`` is None at the server's own machine, where nobody signs in."""

    admitted: bool
    account: Account | None = None

    @property
    def may_write(self) -> bool:
        """Whether this visitor may change a plan."""
        return self.admitted and (self.account is None or self.account.may_write)

    @property
    def may_contribute(self) -> bool:
        """Whether this visitor may change some entries of a plan, if not all."""
        return self.admitted and (self.account is None or self.account.may_contribute)

    @property
    def scope(self) -> WritingScope | None:
        """What a visitor who may change some entries may change; None where there is no limit."""
        if self.account is None or self.account.may_write:
            return None
        if self.account.access is Access.JUDGING:
            return WritingScope(tables=("score",))
        return WritingScope(unit=self.account.unit)

    @property
    def may_administer(self) -> bool:
        """Whether this visitor may restore, take out whole plans, erase names, see the log."""
        return self.admitted and (self.account is None or self.account.may_administer)


# Set by the gate for plain pages; pages of Streamlit run in threads that know their connection.
PLAIN_VISITOR: ContextVar[Visitor | None] = ContextVar("PLAIN_VISITOR", default=None)


@cache
def sign_ins() -> SignIns:
    """The sign-ins of this server, by the file of accounts that its environment names."""
    return SignIns(Accounts())


def marked(mark: str) -> Visitor:
    """The visitor behind a mark of the gate, as the accounts say now."""
    if mark == LOCAL:
        return Visitor(admitted=True)
    try:
        # The gate has counted the message that made the page run, or knows that nobody sent it.
        account = sign_ins().account(mark, used=False)
    except StrategyError:
        # Whose file of accounts cannot be read lets nobody in.
        account = None
    return Visitor(account is not None, account)


def visitor() -> Visitor:
    """Who looks at the page that runs now."""
    if not _in_page():
        return PLAIN_VISITOR.get() or Visitor(admitted=True)
    headers = st.context.headers
    mark = headers.get(MARK)
    if mark is not None:
        return marked(mark)
    # Without any header there is no browser: a script run by hand or by a test.  A browser without
    # a mark came past the gate.
    return Visitor(admitted=not list(headers))


def remembered_name() -> str:
    """What this browser's user called himself last (``web/static/who.js`` keeps it)."""
    typed = unquote(st.context.cookies.get(NAME_COOKIE, ""), errors="replace")
    return "".join(sign for sign in typed if sign.isprintable())[:80].strip()


def _in_page() -> bool:
    return get_script_run_ctx(suppress_warning=True) is not None


def _require_writer() -> None:
    who = visitor()
    if not who.may_write:
        raise Refused(_limits(who) if who.admitted else SIGNED_OUT)


def _limits(who: Visitor) -> str:
    return PARTLY if who.may_contribute else READ_ONLY


def _require_contributor() -> Callable[[Transaction], None] | None:
    who = visitor()
    if not who.may_contribute:
        raise Refused(READ_ONLY if who.admitted else SIGNED_OUT)
    scope = who.scope
    return None if scope is None else lambda tx: check_scope(tx, scope)


def _require_administrator() -> None:
    _require_writer()
    if not visitor().may_administer:
        raise Refused(ADMINISTRATORS_ONLY)


# Whatever serves pages knows this file, so no page can be served without the question.
ask_before_writing(_require_writer)
ask_before_contributing(_require_contributor)
ask_before_administering(_require_administrator)
