"""The rows of a file as its kind of import understands them."""

from __future__ import annotations

from strategy.intake.comparing.resolve import Resolver
from strategy.intake.comparing.workshop_names import LaterResolver
from strategy.intake.kinds.answer_columns import answer_columns, answer_rows
from strategy.intake.kinds.budget_rows import BudgetRows, budget_rows
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.line_rows import line_rows
from strategy.intake.kinds.needed_columns import check_about, check_title
from strategy.intake.kinds.noted_columns import note_columns
from strategy.intake.kinds.own_ids import ROW_ID, find_own_ids
from strategy.intake.kinds.own_lines import own_lines
from strategy.intake.kinds.own_papers import drop_own_sums, refuse_own_papers
from strategy.intake.kinds.record_rows import RecordRows, record_rows
from strategy.intake.kinds.settled_objects import settle_objects
from strategy.intake.kinds.sums import mark_sums
from strategy.intake.kinds.unit_columns import read_unit_columns
from strategy.intake.kinds.unit_levels import add_up_posts, level_columns, read_levels
from strategy.intake.kinds.unit_names import (
    fill_from_wider,
    latest_posts,
    split_numbers,
    unit_levels_of,
)
from strategy.intake.kinds.using_units import read_users, take_names_for_units
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.writing.inventory_costs import read_costs
from strategy.intake.writing.use_import import merge_users
from strategy.kernel.store import Cursor

# Kinds whose rows lie in a workshop.
ROOM = ("cards", "points")


def found_rows(
    db: Cursor, kind: ImportKind, table: Table, assignment: Assignment, mapping: Mapping
) -> BudgetRows | RecordRows:
    """The rows of the file as the kind of import understands them."""
    refuse_own_papers(table)
    resolver = LaterResolver(db) if kind.name in ROOM else Resolver(db)
    if kind.name == "budget":
        own = own_lines(db, table, assignment, mapping, resolver)
        return own or budget_rows(db, table, assignment, mapping, resolver)
    if kind.name != "cards":
        # A card may well say "Summe"; over points it is what the others add up to.
        mark_sums(table, kind, assignment, mapping)
    if kind.amount:
        find_own_ids(db, table, kind, assignment)
        check_about(kind, table, assignment)
        return line_rows(db, table, kind, assignment, mapping, resolver)
    # The plan's own list is known by its Kennungen before any heading is guessed at.
    find_own_ids(db, table, kind, assignment)
    resolver.own_list = ROW_ID in assignment.fields
    settle_objects(table, kind, assignment, resolver)
    if kind.name == "cards":
        answers, others = answer_columns(table, assignment)
        if answers:
            return answer_rows(table, kind, assignment, resolver, answers, others)
    check_title(db, kind, table, assignment)
    if kind.uses:
        take_names_for_units(table, assignment, resolver)
    levels = level_columns(table, assignment) if kind.name == "organisation" else []
    if levels:
        # The columns of all levels together say who lies above whom.
        assignment.fields.pop("parent_id", None)
    units = unit_levels_of(table, kind, assignment, resolver)
    former = latest_posts(assignment)
    found = record_rows(table, kind, assignment, resolver)
    for header, reason in former.items():
        found.fates.leave_out(header, reason)
    fill_from_wider(found, units, resolver)
    if levels:
        read_levels(table, assignment, levels, resolver, found)
    if kind.name == "organisation":
        add_up_posts(table, assignment, found)
        split_numbers(found, assignment, resolver)
    read_users(table, assignment, resolver, found)
    read_unit_columns(table, kind, assignment, resolver, found)
    drop_own_sums(table, assignment, found)
    costs = read_costs(db, table, kind, assignment, mapping, resolver, found)
    # Last, so that only what nobody else has taken goes into the note.
    note_columns(table, kind, assignment, found)
    priced = {line.number for line in costs.rows} if costs else ()
    found.rows, told = merge_users(found.rows, kind, priced)
    found.notices += told
    found.costs = costs
    return found
