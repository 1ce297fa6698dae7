"""What is looked through: one entry per object, with all its words and the names it refers to."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from strategy.kernel import german
from strategy.kernel.record import Kind, OnDelete, Record, Spec
from strategy.kernel.records import noun_of
from strategy.kernel.selection import folded_sql
from strategy.kernel.store import Cursor
from strategy.nouns.budget_line import BudgetLine

_WRITTEN_DAY = "strftime({}, '%d.%m.%Y')"


@dataclass(frozen=True)
class Index:
    """The entries of one version.

    ``entries`` has per entry ``noun`` (its table), ``id``, ``name``, ``owner`` (the name of what it
    belongs to, else None), ``listed`` (where it stands for many rows, what finds them in their
    list), ``title`` (the name folded) and ``words`` (everything folded); ``spelled`` says the words
    with "ae" for "ä" where that differs, otherwise it is None.  ``vocabulary`` has every ``word``
    of theirs without a digit, as it is ``said`` in the plan and how ``often``.
    """

    entries: pa.Table
    vocabulary: pa.Table


def search_index(db: Cursor, tables: tuple[str, ...]) -> Index:
    """The entries of all objects in ``tables``; asked once per state of the plan (``recall``)."""
    nouns = [noun_of(table) for table in tables if table != BudgetLine.TABLE]
    objects = " UNION ALL ".join(map(_objects_sql, nouns))
    # An object that has no name of its own (a use of an application) is called by what it names.
    sql = f"""
        WITH object AS ({objects}),
        named AS (
            SELECT o.id, coalesce(n.name, o.name, o.id) AS name
            FROM object o LEFT JOIN object n ON n.id = o.name
        ),
        beside AS (
            SELECT r.id, string_agg(n.name, ' ') AS names
            FROM (SELECT id, unnest(refs) AS ref FROM object) r JOIN named n ON n.id = r.ref
            GROUP BY r.id
        ),
        entry AS (
            SELECT o.noun, o.id, n.name, w.name AS owner, NULL AS listed,
                concat_ws(' ', o.id, n.name, o.words, b.names) AS words
            FROM object o JOIN named n USING (id) LEFT JOIN beside b USING (id)
                LEFT JOIN named w ON w.id = o.owner
            UNION ALL {_budget_sql(BudgetLine.TABLE in tables)}
        )
        SELECT noun, id, name, owner, listed, words AS said, {folded_sql("name")} AS title,
            {folded_sql("words")} AS words,
            CASE WHEN regexp_matches(words, '[äöüÄÖÜ]')
                THEN {folded_sql("words", spelled=True)} END AS spelled
        FROM entry ORDER BY noun, id
        """
    entries = db.arrow(sql)
    return Index(entries.drop_columns(["said"]), _vocabulary(entries))


def _vocabulary(entries: pa.Table) -> pa.Table:
    # The names of accounts repeat a thousandfold what few words say.
    once = pc.unique(
        pc.if_else(
            pc.equal(entries["noun"], BudgetLine.TABLE),
            pc.replace_substring_regex(entries["name"], r"\d.*", ""),
            entries["said"],
        )
    )
    words = pc.value_counts(pc.list_flatten(pc.split_pattern_regex(once, r"[^\pL\pN]+")))
    found = pa.table({"said": words.field("values"), "often": words.field("counts")})
    # Shorter words differ from too many others by one letter, and no number is a typing error.
    found = found.filter(pc.match_substring_regex(found["said"], r"^\pL{4,}$"))
    return found.append_column("word", pa.array(map(german.folded, found["said"].to_pylist())))


def _objects_sql(noun: type[Record]) -> str:
    specs = [spec for spec in noun.specs() if not spec.hidden]
    words = ", ".join(_words_sql(spec) for spec in specs if _is_said(spec)) or "''"
    refs = ", ".join(spec.name for spec in specs if spec.kind is Kind.REF)
    # What goes when another object goes belongs to it; only one of several such fields is filled.
    owners = [spec.name for spec in specs if spec.on_delete is OnDelete.CASCADE and spec.ref]
    owner = f"coalesce({', '.join(owners)})" if owners else "NULL"
    name = noun.NAME if noun.NAME == "id" else _words_sql(noun.spec(noun.NAME))
    return (
        f"SELECT '{noun.TABLE}' AS noun, id, {name} AS name, concat_ws(' ', {words}) AS words, "
        f"CAST({owner} AS TEXT) AS owner, CAST([{refs}] AS TEXT[]) AS refs FROM {noun.TABLE}"
    )


def _is_said(spec: Spec) -> bool:
    """Texts, choices, days and years; an amount is no word, and a reference is said by its name."""
    texts = (Kind.TEXT, Kind.LONG, Kind.CODE, Kind.CHOICE, Kind.DAY, Kind.YEAR)
    return spec.kind in texts


def _words_sql(spec: Spec) -> str:
    written = _WRITTEN_DAY if spec.kind is Kind.DAY else "CAST({} AS TEXT)"
    return written.format(spec.name)


def _budget_sql(wanted: bool) -> str:
    """One entry per product and one per account instead of one per amount: a city's budget has half
    a million amounts, and whoever looks for an account means all of its years and products."""
    table = BudgetLine.TABLE
    rows = f"FROM {table} WHERE {'true' if wanted else 'false'}"
    return f"""
        SELECT '{table}', min(id),
            concat_ws(' · ', any_value(product_title), 'Produkt ' || product),
            NULL, product, concat_ws(' ', product, any_value(product_title))
        {rows} AND product IS NOT NULL GROUP BY product
        UNION ALL
        SELECT '{table}', min(id), concat_ws(' · ', any_value(title), 'Konto ' || account),
            NULL, coalesce(account, any_value(title)), concat_ws(' ', account, any_value(title))
        {rows} GROUP BY coalesce(account, lower(title)), account
        """
