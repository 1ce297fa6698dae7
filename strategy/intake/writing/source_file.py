"""Read a file with the mapping in force: given, saved for its shape, or that of a known export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from strategy.intake.errors import WrongMapping
from strategy.intake.gate.limits import Limits
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.reading.door import read_table
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import roles_for
from strategy.intake.recognising.headers import same_header
from strategy.intake.recognising.known_shapes import known_shape, shape_fields
from strategy.intake.recognising.mapping import read_mapping
from strategy.intake.recognising.sources import carried_over, saved_source, shape_of
from strategy.kernel.errors import StrategyError
from strategy.kernel.store import Store

# Kinds of file that have sheets.
_BOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


def read_source(
    store: Store,
    kind: ImportKind,
    path: Path,
    name: str,
    given: dict[str, Any],
    version: str,
    limits: Limits | None,
) -> tuple[Table, dict[str, Any], str, str | None]:
    """The table, the mapping in force, the shape of the source and its name if it is known.

    The shape is that of the file as it is found without a mapping, so that next year's file,
    which comes without one, has the same.
    """

    named = (kind.sheet, kind.noun.PLURAL) if path.suffix.lower() in _BOOKS else ()

    def read(mapping: dict[str, Any]) -> Table:
        roles = roles_for(kind, read_mapping(mapping))

        def ask(mapping: dict[str, Any]) -> Table:
            return read_table(
                path, mapping=mapping, roles=roles, name=name, limits=limits, settle=False
            )

        # A whole export of the plan has a sheet of this name for every kind.
        for sheet in [] if mapping.get("sheet") else dict.fromkeys(filter(None, named)):
            try:
                return ask({**mapping, "sheet": sheet})
            except WrongMapping as error:
                if error.field != "sheet":
                    raise
        return ask(mapping)

    if given:
        table = read(given)
        try:
            shape = shape_of(read({}).detected)
        except StrategyError:
            shape = shape_of(table.detected)
    else:
        table = read({})
        shape = shape_of(table.detected)
    if given.get("source"):
        shape = f"{shape} [{given['source']}]"
    with store.read(version) as db:
        known = saved_source(db, kind.name, shape)
    if known is None:
        return *_known_export(kind, table, given, read), shape, None
    source, saved = known
    if not given and saved:
        carried = carried_over(saved, table.headers)
        try:
            return read(carried), carried, shape, source
        except WrongMapping:
            return table, {}, shape, source
    return *_known_export(kind, table, given, read), shape, source


def _known_export(
    kind: ImportKind, table: Table, given: dict[str, Any], read: Callable[[dict[str, Any]], Table]
) -> tuple[Table, dict[str, Any]]:
    """The table read once more as the export of a known program, where its headings say so."""
    known = known_shape(kind.name, table.headers)
    if known is None:
        return table, given
    own = {same_header(header): name for header, name in given.get("columns", {}).items()}
    columns = {
        header: name
        for header, name in shape_fields(known, table.headers).items()
        if same_header(header) and same_header(header) not in own and name not in own.values()
    }
    settled = {**given, "columns": {**columns, **given.get("columns", {})}}
    again = read(settled)
    again.detected.notices.append(
        f"Die Überschriften sind die eines Exports aus {known.program}; so wird er gelesen."
    )
    return again, settled
