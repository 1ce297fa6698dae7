"""The command line over one plan, for tests that read many small files into it."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from strategy.cli import main
from strategy.intake.kinds.catalogue import KINDS
from strategy.kernel.records import find
from strategy.kernel.store import Store
from strategy.nouns.cost_line import CostLine


@dataclass
class Door:
    """The command line over one plan; ``told`` is the JSON of the last import."""

    plan: Path
    folder: Path
    told: dict[str, Any]
    files: int = 0
    # Whether every file goes in twice, first as a preview, and both must say the same.
    previewed: bool = True

    def run(self, *words: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["import", str(self.plan), *words, "--json"])
        return code, out.getvalue(), err.getvalue()

    def file(self, rows: str | list[list[Any]]) -> Path:
        """A file of its own name, so that no source is taken for that of another case."""
        self.files += 1
        if isinstance(rows, str):
            path = self.folder / f"liste{self.files}.csv"
            path.write_text(rows, "utf-8")
            return path
        book = Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        path = self.folder / f"liste{self.files}.xlsx"
        book.save(path)
        return path

    def take(
        self, kind: str, rows: str | list[list[Any]], mapping: dict[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """Import and return what is new in the plan, known values only, costs behind objects."""
        words = [kind, str(self.file(rows))]
        if mapping:
            answers = self.folder / "answers.json"
            answers.write_text(json.dumps(mapping), "utf-8")
            words += ["--mapping", str(answers)]
        nouns = dict.fromkeys([KINDS[kind].noun, CostLine])
        before = self._ids(nouns)
        preview = self.run(*words, "--dry-run")[1] if self.previewed else ""
        code, booked, error = self.run(*words)
        assert code == 0, error
        self.told = json.loads(booked)
        for key in (
            ()
            if not self.previewed
            else ("added", "changed", "totals", "column_fates", "rows_left_out")
        ):
            assert json.loads(preview)[key] == self.told[key], key
        store = Store.open(self.plan)
        try:
            with store.read() as db:
                return [
                    {name: value for name, value in one.values().items() if value is not None}
                    for noun in nouns
                    for one in find(db, noun, order="id")
                    if one.id not in before
                ]
        finally:
            store.close()

    def asked(self, kind: str, rows: str) -> str:
        """The sentence of an import that asks or refuses; nothing is written."""
        nouns = dict.fromkeys([KINDS[kind].noun, CostLine])
        before = self._ids(nouns)
        code, _, error = self.run(kind, str(self.file(rows)))
        assert code == 1 and self._ids(nouns) == before
        return error

    def fate(self, column: str) -> tuple[str, str]:
        found = next(one for one in self.told["column_fates"] if one["column"] == column)
        return found["fate"], found["reason"]

    def notices(self) -> str:
        return " ".join(self.told["detected"]["notices"])

    def _ids(self, nouns: Any) -> set[str]:
        store = Store.open(self.plan)
        try:
            with store.read() as db:
                return {one.id for noun in nouns for one in find(db, noun)}
        finally:
            store.close()

    def uses(self, title: str) -> dict[str, Any]:
        """Who uses an application, with the share."""
        return {
            str(row["unit"]): row["share"]
            for row in self._rows(
                "SELECT o.title AS unit, u.share AS share FROM application_use u JOIN application "
                "a ON a.id = u.application_id JOIN organisation_unit o ON o.id = "
                f"u.organisation_id WHERE a.title = '{title}'"
            )
        }

    def unit(self, unit_id: str | None) -> str | None:
        """The title of a unit."""
        found = self._rows(f"SELECT title FROM organisation_unit WHERE id = '{unit_id}'")
        return str(found[0]["title"]) if found else None

    def _rows(self, sql: str) -> list[dict[str, Any]]:
        store = Store.open(self.plan)
        try:
            with store.read() as db:
                return db.rows(sql)
        finally:
            store.close()
