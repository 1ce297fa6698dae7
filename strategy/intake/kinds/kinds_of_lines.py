"""The kind (Art) of every budget line: by its column, then by its account, then by its words."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.kinds.cleaned_column import cleaned
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.line_kinds import (
    account_plan,
    kinds_of_accounts,
    kinds_of_directions,
    kinds_of_titles,
    opposed,
)
from strategy.kernel.store import Cursor

_CASH = re.compile(r"finanzhaushalt|finanzrechnung|teilfinanz|finanzplan(?!ung)")


def kinds_of_lines(
    db: Cursor,
    table: Table,
    assignment: Assignment,
    columns: dict[str, pa.Array],
    notices: list[str],
) -> pa.Array:
    """The kind of every line: by its column, then by its account, then by its words."""
    fields, rows = assignment.fields, np.asarray(table.data.column("row"))
    by_words = kinds_of_titles(columns["title"])
    if _is_cash(table):
        by_words = _as_cash(by_words)
    plan = account_plan(db)
    cameral = "gruppierung" in fields.get("account", "").lower()
    by_account = kinds_of_accounts(columns["account"], plan, cameral)
    doubts = opposed(by_account, by_words)
    if doubts.any():
        agreed = int(
            pc.sum(
                pc.fill_null(
                    pc.equal(pc.cast(by_account, pa.string()), pc.cast(by_words, pa.string())),
                    False,
                )
            ).as_py()
            or 0
        )
        trusted = agreed >= int(doubts.sum())
        notices.append(
            f"In {int(doubts.sum())} Zeile(n), zuerst Zeile {rows[doubts][0]}, sagt das Konto nach "
            f"dem Kontenrahmen „{plan}“ etwas anderes als die Bezeichnung; es gilt "
            + (
                "das Konto."
                if trusted
                else "die Bezeichnung. Bitte prüfen Sie den Kontenrahmen unter „Kommune“."
            )
        )
        if not trusted:
            by_account = pc.coalesce(
                pc.cast(by_words, pa.string()), pc.cast(by_account, pa.string())
            )
    guessed = pc.coalesce(pc.cast(by_account, pa.string()), pc.cast(by_words, pa.string()))
    # A balance is one whatever account it stands under.
    balance = pc.fill_null(pc.equal(pc.cast(by_words, pa.string()), "Saldo"), False)
    guessed = pc.if_else(balance, pa.scalar("Saldo"), guessed)
    if "line_kind" not in fields:
        return guessed
    cells = cleaned(table, fields["line_kind"])
    said, sure = kinds_of_directions(cells)
    said = pc.cast(said, pa.string())
    _about_directions(fields["line_kind"], cells, said, guessed, rows, notices)
    # "Einnahme" names only the direction: the account may say that it is a cash flow.
    finer = pc.and_(
        pc.fill_null(pc.invert(pc.cast(sure, pa.bool_())), False),
        pc.and_(pc.is_valid(by_account), pa.array(~opposed(said, by_account))),
    )
    said = pc.if_else(finer, pc.cast(by_account, pa.string()), said)
    return pc.coalesce(said, guessed)


def _is_cash(table: Table) -> bool:
    """Whether the lines above say that this is the Finanzhaushalt: payments, no income or expense.

    Its lines bear the names of the Ergebnishaushalt, to which they would be added a second time.
    """
    text = " ".join([*table.detected.preamble, table.detected.sheet]).lower()
    return bool(_CASH.search(text)) and "ergebnis" not in text


def _as_cash(kinds: Any) -> Any:
    texts = pc.cast(kinds, pa.string())
    for kind, payment in (("Ertrag", "Einzahlung"), ("Aufwand", "Auszahlung")):
        texts = pc.if_else(pc.fill_null(pc.equal(texts, kind), False), pa.scalar(payment), texts)
    return texts


def _about_directions(
    header: str, cells: pa.Array, said: pa.Array, guessed: pa.Array, rows: Any, notices: list[str]
) -> None:
    against = opposed(said, guessed)
    if against.any():
        notices.append(
            f"In {int(against.sum())} Zeile(n), zuerst Zeile {rows[against][0]}, sagt Spalte "
            f"„{header}“ etwas anderes als Konto oder Bezeichnung; es gilt die Spalte."
        )
    texts = pc.cast(cells, pa.string())
    lost = np.asarray(pc.and_(pc.is_valid(texts), pc.is_null(said)).to_numpy(zero_copy_only=False))
    if lost.any():
        word = texts.filter(pa.array(lost))[0].as_py()
        notices.append(
            f"Spalte „{header}“: „{word}“ in {int(lost.sum())} Zeile(n) ist keine bekannte Art; "
            "dort gelten Konto und Bezeichnung."
        )
