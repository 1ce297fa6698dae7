"""From a table of money to budget lines: which columns say what, year by year, done in SQL.

A budget may have a million lines, so the rows are never Python objects: the table is registered
with the database as it is, cleaned there in one query, and later inserted in one statement.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake import headers
from strategy.intake.assignment import Assignment
from strategy.intake.errors import Ambiguous, NothingToImport, Reading
from strategy.intake.kinds import BUDGET
from strategy.intake.mapping import Mapping
from strategy.intake.numbers import UNKNOWN
from strategy.intake.preview import Rejected
from strategy.intake.resolve import Resolver
from strategy.intake.table import Table
from strategy.store import Cursor

_UNKNOWN_SQL = ", ".join("'" + word.replace("'", "''") + "'" for word in sorted(UNKNOWN))
# What the words of a line say about its kind; the first that fits counts, "both" says nothing.
_LINE_KINDS = (
    (
        "Saldo",
        r"^[^a-zäöüß]*((teil|zwischen)?saldo|((außer)?ordentliches |finanz|jahres|gesamt)*ergebnis"
        r"|jahres(überschuss|fehlbetrag))($|[^a-zäöüß])",
    ),
    ("Einzahlung", r"einzahlung|rückflüsse von darlehen|aufnahme von (darlehen|krediten)"),
    ("Auszahlung", r"auszahlung|tilgung|gewährung von darlehen"),
    ("Aufwand", r"aufwend|aufwand|abschreibung"),
    (
        "Ertrag",
        r"ertrag|erträge|steuern und ähnl|zuwendungen|leistungsentgelte|kostenerstattungen"
        r"|aktivierte eigenleistungen|bestandsveränderungen",
    ),
)


@dataclass(frozen=True)
class Amounts:
    """One column of amounts: its place in the table, and year and plan type as SQL."""

    column: str
    letter: str
    year: str
    plan_type: str
    header: str


@dataclass
class BudgetRows:
    """``base`` has one row per row of the file: ``row``, ``subtotal``, the fields of the line,
    ``line_key``, and for every column of amounts ``amount_N``, ``year_N``, ``plan_type_N``."""

    base: pa.Table
    amounts: list[Amounts]
    given: set[str]
    rejected: list[Rejected] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    without_amount: int = 0
    assigned: dict[str, str] = field(default_factory=dict)


def budget_rows(
    db: Cursor, table: Table, assignment: Assignment, mapping: Mapping, resolver: Resolver
) -> BudgetRows:
    """Clean the table; raises Ambiguous where year or plan type is not said anywhere."""
    notices: list[str] = []
    _guess_unnamed(table, assignment, notices)
    amounts = _amount_columns(table, assignment, mapping, notices)
    used = set(assignment.fields.values()) | {a.header for a in amounts}
    for column in table.detected.columns:
        if column.header in used and column.readings and column.role in ("amount", "number"):
            raise column.question()
    data, org = _with_units(table, assignment, resolver, notices)
    extra = [h for h in assignment.unused if h not in used]
    fields = {name: _text(table, h) for name, h in assignment.fields.items() if name != "year"}
    if org is None and "organisation_id" in fields:
        extra.append(assignment.fields["organisation_id"])
    details = ", ".join(
        f"CASE WHEN {_text(table, h)} IS NOT NULL THEN {_quoted(h + ': ')} || {_text(table, h)} END"
        for h in extra
    )
    parts = {
        "product": fields.get("product", "NULL"),
        "product_title": fields.get("product_title", "NULL"),
        "account": fields.get("account", "NULL"),
        "title": _title_sql(fields),
        "line_kind": _line_kind_sql(fields),
        "details": f"nullif(concat_ws('; ', {details}), '')" if details else "NULL",
        "organisation_id": "org" if org is not None else "NULL",
    }
    columns = [f"CAST({sql} AS TEXT) AS {name}" for name, sql in parts.items()]
    for number, one in enumerate(amounts):
        columns += [
            f"{one.column} AS amount_{number}",
            f"CAST({one.year} AS INTEGER) AS year_{number}",
            f"CAST({one.plan_type} AS TEXT) AS plan_type_{number}",
        ]
    anything = " OR ".join(f"amount_{number} IS NOT NULL" for number in range(len(amounts)))
    db.register("incoming_table", data)
    try:
        base = db.arrow(
            "WITH cleaned AS (SELECT CAST(row AS BIGINT) AS row, subtotal, "
            f"{', '.join(columns)} FROM incoming_table) "
            "SELECT *, left(md5(concat_ws(chr(31), coalesce(product, product_title, ''), "
            "coalesce(account, ''), coalesce(title, ''), coalesce(details, ''))), 20) AS line_key, "
            f"({anything}) AS has_amount FROM cleaned"
        )
    finally:
        db.unregister("incoming_table")
    given = {name for name in assignment.fields if name in parts}
    found = BudgetRows(base, amounts, given, notices=notices)
    found.assigned = {
        header: spec.label
        for name, header in assignment.fields.items()
        if (spec := BUDGET.spec(name)) is not None
    }
    found.assigned |= {a.header: "Betrag" for a in amounts}
    _reject(db, found, table, used, assignment)
    return found


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _text(table: Table, header: str) -> str:
    """SQL for a cell as text, NULL where it says unknown."""
    found = table.found(header)
    column = f"c{table.position(header)}"
    if found.role in ("text", "code") or found.readings:
        return (
            f"CASE WHEN lower(trim({column})) IN ({_UNKNOWN_SQL}) THEN NULL ELSE trim({column}) END"
        )
    if found.role in ("number", "amount") and found.scale:
        return f"CAST(CAST({column} AS DECIMAL(38,{found.scale})) / {10**found.scale} AS TEXT)"
    return f"CAST({column} AS TEXT)"


def _guess_unnamed(table: Table, assignment: Assignment, notices: list[str]) -> None:
    """Without any title, the last column of text before the amounts names the lines."""
    if {"title", "account", "product_title"} & set(assignment.fields):
        return
    texts = []
    for column in table.detected.columns:
        if column.role == "amount":
            break
        if column.role == "text" and column.header in assignment.unused:
            texts.append(column.header)
    if not texts:
        return
    assignment.fields["title"] = texts[-1]
    assignment.unused.remove(texts[-1])
    notices.append(
        f"Keine Spalte heißt nach der Bezeichnung der Zeile; genommen wurde „{texts[-1]}“."
    )


def _title_sql(fields: dict[str, str]) -> str:
    names = [fields[name] for name in ("title", "account", "product_title", "product")
             if name in fields]  # fmt: skip
    return f"coalesce({', '.join(names)}, NULL)" if names else "NULL"


def _line_kind_sql(fields: dict[str, str]) -> str:
    """The kind as the file says it, else as the words of the line say it."""
    if "line_kind" in fields:
        said = f"lower({fields['line_kind']})"
        words = {str(choice).lower(): str(choice) for choice in BUDGET.spec("line_kind").choices}  # type: ignore[union-attr]
        words |= BUDGET.values["line_kind"]
        cases = " ".join(
            f"WHEN {said} = {_quoted(word)} THEN {_quoted(str(choice))}"
            for word, choice in words.items()
        )
        return f"CASE {cases} END"
    title = f"lower({_title_sql(fields)})"
    cases = " ".join(
        f"WHEN regexp_matches({title}, {_quoted(pattern)}) THEN {_quoted(kind)}"
        for kind, pattern in _LINE_KINDS
    )
    both = (
        f"WHEN regexp_matches({title}, 'aufw[ae]nd') AND regexp_matches({title}, 'ertr[aä]g') "
        "THEN NULL "
    )
    return f"CASE {both}{cases} END"


def _amount_columns(
    table: Table, assignment: Assignment, mapping: Mapping, notices: list[str]
) -> list[Amounts]:
    found = table.detected.columns
    years = [c for c in found if c.year is not None]
    if years:
        types = _types_of_years(table, mapping, notices)
        return [
            Amounts(f"c{table.position(c.header)}", c.letter, str(c.year), _quoted(t), c.header)
            for c, t in zip(years, types, strict=True)
        ]
    if "amount_cents" in assignment.fields:
        columns = [table.found(assignment.fields["amount_cents"])]
    else:
        columns = [c for c in found if c.role == "amount" and c.header in assignment.unused]
        with_type = [c for c in columns if headers.plan_type_in(c.header)]
        columns = with_type or columns[:1]
    if not columns:
        raise NothingToImport(
            f"In „{table.detected.file}“ gibt es keine Spalte mit Beträgen; bitte ordnen Sie eine "
            'in der Zuordnung unter "columns" dem Feld "amount_cents" zu.'
        )
    for column in columns:
        if column.header in assignment.unused:
            assignment.unused.remove(column.header)
    if "year" in assignment.fields:
        year = _year_sql(table, assignment.fields["year"])
    elif mapping.year:
        year = str(mapping.year)
    else:
        raise Ambiguous(
            f"„{table.detected.file}“ nennt das Jahr der Beträge nicht; bitte geben Sie es in der "
            'Zuordnung unter "year" an, zum Beispiel {"year": 2026}.',
            column=columns[0].header,
            key="year",
        )
    return [
        Amounts(
            f"c{table.position(c.header)}",
            c.letter,
            year,
            _plan_type_sql(table, assignment, mapping, c.header),
            c.header,
        )
        for c in columns
    ]


def _year_sql(table: Table, header: str) -> str:
    column = f"c{table.position(header)}"
    if table.found(header).role in ("text", "code"):
        return f"TRY_CAST({column} AS INTEGER)"
    return f"{column} // {10 ** table.found(header).scale}"


def _types_of_years(table: Table, mapping: Mapping, notices: list[str]) -> list[str]:
    """Plan types of the year columns; a bare year after an Ansatz belongs to the planning."""
    years = table.detected.year_columns
    told: dict[int, str] = {c.year or 0: c.plan_type for c in years if c.plan_type}
    types: list[str] = []
    for column in years:
        before = [kind for year, kind in told.items() if year < (column.year or 0)]
        if column.plan_type or mapping.plan_type:
            types.append(column.plan_type or mapping.plan_type or "")
        elif "Ansatz" in before or "Plan" in before:
            kind = "Finanzplanung" if "Ansatz" in before else "Plan"
            types.append(kind)
            notices.append(
                f"Spalte „{column.header}“ nennt keine Planart; nach den Spalten davor gilt "
                f"„{kind}“."
            )
        else:
            raise _plan_type_question(table, column.header)
    return types


def _plan_type_question(table: Table, header: str) -> Ambiguous:
    return Ambiguous(
        f"Spalte „{header}“ in „{table.detected.file}“ nennt keine Planart; bitte legen Sie in der "
        'Zuordnung unter "plan_type" fest, ob es Ergebnis, Ist, Ansatz, Plan, fortgeschriebener '
        'Ansatz oder Finanzplanung ist, zum Beispiel {"plan_type": "Ansatz"}.',
        column=header,
        key="plan_type",
        readings=tuple(Reading(kind, kind) for kind in headers.PLAN_TYPES),
    )


def _plan_type_sql(table: Table, assignment: Assignment, mapping: Mapping, header: str) -> str:
    if "plan_type" in assignment.fields:
        said = assignment.fields["plan_type"]
        distinct = pc.unique(table.array(said)).to_pylist()
        cases = " ".join(
            f"WHEN c{table.position(said)} = {_quoted(text)} THEN {_quoted(kind)}"
            for text in distinct[:1_000]
            if text and (kind := headers.plan_type_in(text))
        )
        return f"CASE {cases} END" if cases else "NULL"
    kind = mapping.plan_type or headers.plan_type_in(header)
    if kind is None:
        raise _plan_type_question(table, header)
    return _quoted(kind)


def _with_units(
    table: Table, assignment: Assignment, resolver: Resolver, notices: list[str]
) -> tuple[pa.Table, str | None]:
    """The data with a column ``org`` of unit ids; names of no unit stay among the details."""
    header = assignment.fields.get("organisation_id")
    if header is None:
        return table.data, None
    texts = table.data.column(table.position(header))
    if not pa.types.is_string(texts.type):
        texts = pa.chunked_array([pa.array(table.texts(header), pa.string())])
    distinct = [text for text in pc.unique(texts).to_pylist() if text and text.strip()]
    ids = {text: resolver.find("organisation_unit", text) for text in distinct}
    lost = [text for text, unit in ids.items() if unit is None]
    if lost:
        notices.append(
            f"{len(lost)} Angabe(n) in Spalte „{header}“ nennen keine Organisationseinheit des "
            f"Plans (zuerst „{lost[0].strip()}“) und bleiben als Merkmal an der Zeile."
        )
        if len(lost) == len(distinct):
            return table.data, None
    places = pc.index_in(texts, value_set=pa.array(distinct, texts.type))
    units = pa.array([ids[text] for text in distinct], pa.string()).take(places.combine_chunks())
    return table.data.append_column("org", units), header


def _reject(
    db: Cursor, found: BudgetRows, table: Table, used: set[str], assignment: Assignment
) -> None:
    for cell in table.detected.bad:
        if cell.column in used:
            found.rejected.append(Rejected(cell.row, cell.column, cell.value, cell.reason))
    bad_rows = {cell.row for cell in found.rejected}
    db.register("incoming_base", found.base)
    try:
        empty = db.value("SELECT count(*) FROM incoming_base WHERE NOT has_amount")
        if empty:
            found.without_amount = int(empty)
            found.without_amount -= sum(
                row["row"] in bad_rows
                for row in db.rows("SELECT row FROM incoming_base WHERE NOT has_amount")
            )
            found.notices.append(
                f"{found.without_amount} Zeile(n) ohne Beträge (Überschriften) werden übergangen."
            )
        header = assignment.fields.get("title", "")
        for row in db.rows("SELECT row FROM incoming_base WHERE title IS NULL AND has_amount"):
            found.rejected.append(Rejected(row["row"], header, "", "Die Bezeichnung fehlt."))
        _reject_by_year(db, found, assignment)
        _reject_twins(db, found)
    finally:
        db.unregister("incoming_base")
    found.rejected.sort(key=lambda cell: cell.row)


def _reject_by_year(db: Cursor, found: BudgetRows, assignment: Assignment) -> None:
    if "year" in assignment.fields:
        for row in db.rows(
            "SELECT row, year_0 AS said FROM incoming_base WHERE has_amount "
            "AND (year_0 IS NULL OR year_0 NOT BETWEEN 1900 AND 2200)"
        ):
            said = "" if row["said"] is None else str(row["said"])
            found.rejected.append(
                Rejected(row["row"], assignment.fields["year"], said, "Das Jahr ist nicht lesbar.")
            )
    if "plan_type" in assignment.fields:
        for row in db.rows(
            "SELECT row FROM incoming_base WHERE has_amount AND plan_type_0 IS NULL"
        ):
            found.rejected.append(
                Rejected(
                    row["row"], assignment.fields["plan_type"], "", "Die Planart ist nicht bekannt."
                )
            )


def _reject_twins(db: Cursor, found: BudgetRows) -> None:
    """Two rows that nothing distinguishes: which of the amounts holds cannot be told."""
    keys = "line_key" if found.amounts[0].year.isdigit() else "line_key, year_0, plan_type_0"
    if db.value("SELECT count(*) FROM incoming_base WHERE has_amount") == db.value(
        f"SELECT count(*) FROM (SELECT DISTINCT {keys} FROM incoming_base WHERE has_amount)"
    ):
        return
    for twin in db.rows(
        f"SELECT row, first, title FROM (SELECT row, title, min(row) OVER (PARTITION BY {keys}) "
        "AS first FROM incoming_base WHERE has_amount) WHERE row <> first ORDER BY row LIMIT 10000"
    ):
        found.rejected.append(
            Rejected(
                twin["row"],
                "",
                str(twin["title"] or ""),
                f"Die Zeile ist durch nichts von Zeile {twin['first']} zu unterscheiden.",
            )
        )
