"""Who may sign in to this server: accounts in one file beside the plans, passwords as scrypt.

An account belongs to a server and not to a plan, because whoever may open the workbench is not the
plan's business, and a plan that is handed on takes nobody's password with it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from strategy.identity.passwords import checked_password
from strategy.identity.private_file import PrivateFile
from strategy.kernel.errors import NotFound, Refused, StrategyError

FILE_VARIABLE = "STRATEGY_ACCOUNTS"
_BESIDE_THE_PLANS = Path(__file__).resolve().parents[2] / "data" / "local" / "accounts.json"
_LONGEST_NAME = 80
# Which roles the file of accounts knows: from 2 on there is Administration.
_ROLES = 2
# Under this name the history keeps what phones send; whoever bore it could take that back as his.
PARTICIPANTS = "Teilnehmende"
PARTICIPANTS_REFUSED = (
    f"Unter „{PARTICIPANTS}“ steht im Verlauf, was Telefone senden; bitte einen anderen Namen "
    "wählen."
)


class Access(StrEnum):
    """What an account may do; a plan's own ``Role`` says what somebody is, not what he may."""

    ADMINISTRATION = "Administration"
    EDITING = "Bearbeitung"
    OFFICE = "Amt"
    JUDGING = "Bewertung"
    READING = "Lesen"


@dataclass(frozen=True)
class Secret:
    """A password as it is kept: the scrypt parameters beside salt and key (hex)."""

    n: int
    r: int
    p: int
    salt: str
    key: str

    @classmethod
    def of(cls, password: str, n: int = 2**15, r: int = 8, p: int = 3) -> Secret:
        """A new secret; the usual parameters cost 32 MB and about 0.4 s of one core."""
        made = cls(n, r, p, secrets.token_hex(16), "")
        return cls(n, r, p, made.salt, made._key_of(password).hex())

    def fits(self, password: str) -> bool:
        """Whether this is the password; takes the same time for every wrong one."""
        return hmac.compare_digest(self._key_of(password), bytes.fromhex(self.key))

    def _key_of(self, password: str) -> bytes:
        # The same letters may be typed as one sign or as two, depending on the keyboard.
        typed = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
        return hashlib.scrypt(
            typed,
            salt=bytes.fromhex(self.salt),
            n=self.n,
            r=self.r,
            p=self.p,
            dklen=32,
            maxmem=256 * self.n * self.r,
        )


# Checked in place of an account that does not exist, so that a wrong name takes as long.
_NOBODY = Secret(2**15, 8, 3, "00" * 16, "00" * 32)


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in; without a secret only through the town hall's own sign-in.

    ``stamp`` changes with the password: who signed in before has to do so again.
    """

    name: str
    access: Access
    function: str | None
    created_at: str
    stamp: str
    secret: Secret | None = None
    # Of an account with the role Amt: the unit whose entries it edits, with all below it.
    unit: str | None = None

    @property
    def may_write(self) -> bool:
        """Whether the account may change a plan."""
        return self.access in (Access.ADMINISTRATION, Access.EDITING)

    @property
    def may_contribute(self) -> bool:
        """Whether the account may change some entries of a plan, if not all."""
        return self.may_write or self.access in (Access.OFFICE, Access.JUDGING)

    @property
    def may_administer(self) -> bool:
        """Whether the account may restore, take out whole plans, erase names and see the log."""
        return self.access is Access.ADMINISTRATION


class Accounts:
    """The accounts of one file; every answer is what the file says now."""

    def __init__(self, path: Path | str | None = None) -> None:
        self.path = Path(path or os.environ.get(FILE_VARIABLE) or _BESIDE_THE_PLANS)
        self._file = PrivateFile(self.path)

    def list_(self) -> list[Account]:
        """All accounts, by name."""
        content = self._file.read()
        rows = self._rows(content)
        return [self._read(rows[key], content) for key in sorted(rows)]

    def find(self, name: str) -> Account | None:
        """The account of that name, whatever the case of its letters."""
        content = self._file.read()
        row = self._rows(content).get(key_of(name))
        return None if row is None else self._read(row, content)

    def get(self, name: str) -> Account:
        """The account of that name; raises NotFound."""
        found = self.find(name)
        if found is None:
            raise _unknown(name)
        return found

    def add(
        self,
        name: str,
        password: str | None,
        access: Access | None = None,
        function: str | None = None,
        unit: str | None = None,
    ) -> Account:
        """Make an account; raises Refused for a taken name or a weak password.

        Without ``access`` the first account of a server administers it, every further one edits.
        ``password`` None makes one that only the town hall's own sign-in (OIDC) can use.
        """
        name = checked_name(name)
        if self.find(name) is not None:
            raise _taken(name)
        secret = None if password is None else Secret.of(checked_password(password, name))
        with self._file.change() as content:
            rows = self._rows(content)
            if key_of(name) in rows:
                raise _taken(name)
            self._settle(content)
            made = Account(
                name,
                access or (Access.EDITING if rows else Access.ADMINISTRATION),
                (function or "").strip() or None,
                datetime.now(UTC).isoformat(timespec="seconds"),
                secrets.token_hex(8),
                secret,
                (unit or "").strip() or None,
            )
            content["accounts"] = {**rows, key_of(name): asdict(made)}
        return made

    def change(
        self,
        name: str,
        access: Access | None = None,
        function: str | None = None,
        unit: str | None = None,
    ) -> Account:
        """Give an account another role, function or unit; "" takes function or unit away."""
        changed: dict[str, Any] = {}
        if access is not None:
            changed["access"] = access
        if function is not None:
            changed["function"] = function.strip() or None
        if unit is not None:
            changed["unit"] = unit.strip() or None
        return self._update(name, changed)

    def set_password(self, name: str, password: str) -> Account:
        """Give an account a new password and sign it out everywhere."""
        known = self.get(name)
        secret = Secret.of(checked_password(password, known.name))
        return self._update(name, {"secret": asdict(secret), "stamp": secrets.token_hex(8)})

    def remove(self, name: str) -> None:
        """Take an account away; raises NotFound.  What it did stays in the history."""
        with self._file.change() as content:
            self._settle(content)
            if self._rows(content).pop(key_of(name), None) is None:
                raise _unknown(name)

    def check(self, name: str, password: str) -> Account | None:
        """The account where name and password fit, else None after the same time."""
        found = self.find(name)
        secret = found.secret if found is not None else None
        fits = (secret or _NOBODY).fits(password)
        return found if fits and secret is not None else None

    def _update(self, name: str, changed: dict[str, Any]) -> Account:
        with self._file.change() as content:
            self._settle(content)
            row = self._rows(content).get(key_of(name))
            if row is None:
                raise _unknown(name)
            row.update(changed)
        return self.get(name)

    def _rows(self, content: dict[str, Any]) -> dict[str, dict[str, Any]]:
        rows = content.get("accounts", {})
        if not isinstance(rows, dict):
            raise self._damaged()
        return rows

    def _settle(self, content: dict[str, Any]) -> None:
        """Write down who administers, in a file of before there was that role.

        From then on nobody becomes an administrator without being made one.
        """
        if content.get("roles") != _ROLES:
            rows = self._rows(content)
            first = self._first_administrator(content)
            if first is not None:
                rows[first]["access"] = Access.ADMINISTRATION
            content["accounts"], content["roles"] = rows, _ROLES

    def _first_administrator(self, content: dict[str, Any]) -> str | None:
        """In a file of before: the oldest account that edits, whose owner has set the server up."""
        if content.get("roles") == _ROLES:
            return None
        editing = [
            (str(row.get("created_at")), key)
            for key, row in self._rows(content).items()
            if isinstance(row, dict) and row.get("access") == Access.EDITING
        ]
        return min(editing)[1] if editing else None

    def _read(self, row: dict[str, Any], content: dict[str, Any]) -> Account:
        try:
            secret = row.get("secret")
            is_first = key_of(str(row["name"])) == self._first_administrator(content)
            return Account(
                str(row["name"]),
                Access.ADMINISTRATION if is_first else Access(row["access"]),
                row.get("function"),
                str(row["created_at"]),
                str(row["stamp"]),
                Secret(**secret) if secret else None,
                row.get("unit"),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise self._damaged() from error

    def _damaged(self) -> StrategyError:
        return StrategyError(
            f"Die Zugänge in {self.path.name} lassen sich nicht lesen; holen Sie die Datei aus "
            "einer Sicherung zurück oder legen Sie die Zugänge neu an."
        )


def key_of(name: str) -> str:
    """What tells two names apart: neither case nor the way an umlaut was typed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).strip().casefold())


def checked_name(name: str) -> str:
    """A name as it is kept; raises Refused."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not 2 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        raise Refused(
            f"Der Name eines Zugangs hat 2 bis {_LONGEST_NAME} sichtbare Zeichen; bitte einen "
            "anderen angeben.",
            "name",
        )
    if is_participants(name):
        raise Refused(PARTICIPANTS_REFUSED, "name")
    return name


def is_participants(name: str) -> bool:
    """Whether a name is that of all participants, however it is written."""
    return key_of("".join(name.split())) == key_of(PARTICIPANTS)


def _taken(name: str) -> Refused:
    return Refused(
        f"Einen Zugang „{name}“ gibt es schon; bitte einen anderen Namen wählen.", "name"
    )


def _unknown(name: str) -> NotFound:
    return NotFound(
        f"Einen Zugang „{name}“ gibt es nicht; `python -m strategy user list` zeigt alle."
    )
