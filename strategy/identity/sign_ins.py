"""Who is signed in: one line per browser in a file beside the accounts.

A browser holds a random token, the file its hash; so neither a copy of the file nor a backup opens
the workbench.  The file outlives the server, so that a restart in the midst of a workshop signs
nobody out.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from strategy.identity.accounts import Access, Account, Accounts, key_of
from strategy.identity.private_file import PrivateFile
from strategy.kernel.errors import StrategyError

IDLE_SECONDS = 12 * 3600.0
# However much a browser is used: a machine that is left running must not stay signed in for ever.
LONGEST_SECONDS = 7 * 86_400.0
# Being used is written down this often at most; a killed server forgets no more than that.
_KEEP_SECONDS = 300.0
_OUTSIDE = "outside"


class SignIns:
    """The sign-ins of one server; times are seconds since 1970 as ``now`` tells them."""

    def __init__(self, accounts: Accounts, now: Callable[[], float] = time.time) -> None:
        self.accounts = accounts
        self._file = PrivateFile(accounts.path.with_name(f"{accounts.path.stem}_sign_ins.json"))
        self._now = now
        self._used: dict[str, float] = {}
        self._saved = now()
        self._noting = threading.Lock()

    def open(self, account: Account) -> str:
        """Sign an account in; returns the token that its browser keeps."""
        return self._enter({"name": account.name, "stamp": account.stamp})

    def open_outside(
        self, name: str, proof: str, until: float, is_account: bool = True
    ) -> str | None:
        """Sign in somebody whom the town hall's own sign-in (OIDC) knows as ``name``.

        ``is_account`` says whether that name may be looked for among the accounts: a name that
        people give themselves there must not lend them somebody else's account here.  ``proof``
        is what the browser brought from there.  It opens one sign-in and no second one: otherwise
        it would undo a sign-out for as long as it lies in the browser.  Returns None for a proof
        that was used before or is older than ``until``.
        """
        if until <= self._now():
            return None
        spent = key_of_token(proof)
        if spent in self._file.read().get("spent", {}):
            return None
        row = {"name": name, _OUTSIDE: True, "is_account": is_account}
        token = self._enter(row, spent=(spent, until))
        return token or None

    def account(self, key: str, used: bool = True) -> Account | None:
        """Who is signed in under the hash of a token, as the accounts say now; else None.

        Asking counts as being used, unless nobody has done anything.
        """
        row = self._file.read().get("sign_ins", {}).get(key)
        if row is None:
            return None
        now = self._now()
        if self._has_run_out(key, row, now):
            return None
        account = self._account_of(row)
        if account is not None and used:
            self._note_use(key, now)
        return account

    def close(self, key: str) -> None:
        """Sign a browser out."""
        self._used.pop(key, None)
        if key in self._file.read().get("sign_ins", {}):
            with self._file.change() as content:
                content["sign_ins"].pop(key, None)

    def last(self) -> dict[str, datetime]:
        """When each account signed in last (UTC), by the key of its name."""
        rows = self._file.read().get("last", {})
        return {name: datetime.fromtimestamp(at, UTC) for name, at in rows.items()}

    def _has_run_out(self, key: str, row: dict[str, Any], now: float) -> bool:
        used = max(float(row["used"]), self._used.get(key, 0.0))
        return now - used > IDLE_SECONDS or now - float(row["started"]) > LONGEST_SECONDS

    def _account_of(self, row: dict[str, Any]) -> Account | None:
        name = str(row["name"])
        found = self.accounts.find(name)
        if row.get(_OUTSIDE):
            # The town hall vouches for who it is; what he may do the accounts say, reading if not.
            vouched = found if row["is_account"] else None
            return vouched or Account(name, Access.READING, None, "", "")
        return found if found is not None and found.stamp == row["stamp"] else None

    def _enter(self, row: dict[str, Any], spent: tuple[str, float] | None = None) -> str:
        token, now = secrets.token_urlsafe(32), self._now()
        with self._file.change() as content:
            used = content.setdefault("spent", {})
            if spent is not None:
                if spent[0] in used:
                    return ""
                used[spent[0]] = spent[1]
            self._tidy(content, now)
            rows = content.setdefault("sign_ins", {})
            rows[key_of_token(token)] = {**row, "started": now, "used": now}
            content.setdefault("last", {})[key_of(row["name"])] = now
        return token

    def _note_use(self, key: str, now: float) -> None:
        with self._noting:
            self._used[key] = now
            if now - self._saved < _KEEP_SECONDS:
                return
            self._saved = now
        # A full disk must not sign everybody out; it is tried again later.
        with contextlib.suppress(StrategyError), self._file.change() as content:
            self._tidy(content, now)

    def _tidy(self, content: dict[str, Any], now: float) -> None:
        """Write down who was here, and drop what has run out."""
        rows = content.setdefault("sign_ins", {})
        for key, row in list(rows.items()):
            row["used"] = max(float(row["used"]), self._used.get(key, 0.0))
            if self._has_run_out(key, row, now) or self._account_of(row) is None:
                del rows[key]
                self._used.pop(key, None)
        spent = content.setdefault("spent", {})
        for proof in [proof for proof, until in spent.items() if until <= now]:
            del spent[proof]


def key_of_token(token: str) -> str:
    """The hash under which a token is known."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
