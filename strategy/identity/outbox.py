"""Mails that wait to be sent: one private file per plan, beside it and not in it.

Addresses and letters are personal data of a server and no content of a plan; a plan that is handed
on takes no mail along.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from strategy.identity.private_file import PrivateFile

# Sent mails stay long enough to answer "did I get one?", and no longer.
_KEPT = 200


@dataclass(frozen=True)
class Mail:
    """One mail; ``sent_at`` is None while it waits, ``trouble`` says why the last try failed."""

    to: str
    address: str
    subject: str
    body: str
    by: str
    id: str = ""
    made_at: str = ""
    sent_at: str | None = None
    trouble: str | None = None


class Outbox:
    """The mails of one plan."""

    def __init__(self, plan: Path) -> None:
        self._file = PrivateFile(plan.with_name(f"{plan.stem}.postausgang.json"))

    def list_(self) -> list[Mail]:
        """All mails, the newest first."""
        return [Mail(**row) for row in reversed(self._file.read().get("mails", []))]

    def add(self, mails: list[Mail]) -> list[Mail]:
        """Let mails wait; one that waits already with the same words is not added again."""
        with self._file.change() as content:
            rows = content.setdefault("mails", [])
            waiting = {(r["address"], r["subject"], r["body"]) for r in rows if not r["sent_at"]}
            made = [
                replace(mail, id=secrets.token_hex(6), made_at=_now())
                for mail in mails
                if (mail.address, mail.subject, mail.body) not in waiting
            ]
            rows += [asdict(mail) for mail in made]
        return made

    def mark(self, mail_id: str, trouble: str | None = None) -> None:
        """Note that a mail went out, or why it did not."""
        with self._file.change() as content:
            for row in content.get("mails", []):
                if row["id"] == mail_id:
                    row["trouble"] = trouble
                    row["sent_at"] = None if trouble else _now()
            sent = [row["id"] for row in content.get("mails", []) if row["sent_at"]]
            old = set(sent[:-_KEPT])
            content["mails"] = [r for r in content.get("mails", []) if r["id"] not in old]

    def remove(self, mail_id: str) -> None:
        """Take a mail out, sent or not."""
        with self._file.change() as content:
            content["mails"] = [r for r in content.get("mails", []) if r["id"] != mail_id]

    def forget(self, name: str) -> int:
        """Delete the mails that name somebody; returns how many."""
        if not self._file.path.exists():
            return 0
        with self._file.change() as content:
            rows = content.get("mails", [])
            kept = [r for r in rows if name.casefold() not in str(r).casefold()]
            content["mails"] = kept
        return len(rows) - len(kept)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
