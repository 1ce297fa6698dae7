"""The half-yearly report of one version: all its sections, for one audience."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from strategy.analysis.council_answer import Answer
from strategy.differences.comparing import difference_of
from strategy.differences.state import read_state
from strategy.differences.told import change_words, counted_amounts
from strategy.figures.profile import municipality, sealed_on, version_words
from strategy.kernel import german
from strategy.kernel.errors import NotFound, Refused
from strategy.kernel.listing import find
from strategy.kernel.record import Kind, Spec
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.versions import Version, get_version, list_versions
from strategy.nouns.report_definition import ReportDefinition, ReportSection
from strategy.nouns.visibility import Audience, audience_named
from strategy.relations.audience import read_for, withheld_words
from strategy.reporting.council_sections import (
    indicators_section,
    motions_section,
    promises_section,
)
from strategy.reporting.measure_sections import (
    answer,
    endangered_section,
    money_section,
    results_section,
    time_section,
)
from strategy.reporting.scope import ID, NAME, ReportScope, chosen_measures

_SECTIONS: dict[ReportSection, Callable[[Cursor, ReportScope], Answer]] = {
    ReportSection.TIME: time_section,
    ReportSection.RESULTS: results_section,
    ReportSection.MONEY: money_section,
    ReportSection.ENDANGERED: endangered_section,
    ReportSection.PROMISES: promises_section,
    ReportSection.MOTIONS: motions_section,
}


@dataclass(frozen=True)
class HalfYear:
    """A report as it is shown, printed or written as a workbook."""

    title: str
    town: str
    version: str
    period: str
    sections: tuple[Answer, ...]
    withheld: str | None
    last: date

    @property
    def subtitle(self) -> str:
        """What the report rests on, as one line below its title."""
        told = f"{self.town}. {self.period}. Zahlen aus: {self.version}."
        return f"{told} {self.withheld}" if self.withheld else told


def definition_named(db: Cursor, name: str) -> ReportDefinition:
    """The saved definition of this name or id; NotFound names those that there are."""
    known = find(db, ReportDefinition, order="title")
    for one in known:
        if name.casefold() in (one.id.casefold(), (one.title or "").casefold()):
            return one
    there = ", ".join(f"„{one.title}“" for one in known) or "noch keine"
    raise NotFound(f"Einen gespeicherten Bericht „{name}“ gibt es nicht; angelegt sind: {there}.")


def read_half_year(
    store: Store, definition: ReportDefinition, today: date | None = None
) -> HalfYear:
    """The report that a definition asks for; ``today`` is the day of the report of a draft.

    Raises NotFound for a version that is not there, Refused for a column that is none.
    """
    audience = audience_named(definition.audience or Audience.ADMINISTRATION)
    with store.read() as db:
        version = get_version(db, definition.edition or "main")
        since = _since(db, definition, version)
    with ExitStack() as opened:
        db = opened.enter_context(read_for(store, version.name, audience))
        scope = _scope(db, definition, version, since, today)
        before = opened.enter_context(read_for(store, since.name, audience)) if since else None
        made = [
            _section(db, before, scope, definition, section)
            for section in _wanted_sections(definition)
        ]
        town = municipality(db)
        return HalfYear(
            definition.title or "Halbjahresbericht",
            (town.title if town else None) or "Kommune ohne Namen",
            version_words(db),
            _period_words(scope),
            tuple(_narrowed(made, definition)),
            withheld_words(db),
            scope.last,
        )


def _wanted_sections(definition: ReportDefinition) -> list[ReportSection]:
    """The sections in their own order; all of them where none is named."""
    # Judged here and not in the form: what a report can tell may change with the program.
    for name in definition.section_names:
        if name not in list(ReportSection):
            raise Refused(
                f"Den Abschnitt „{name}“ gibt es nicht; möglich sind "
                f"{', '.join(f'„{one}“' for one in ReportSection)}.",
                "sections",
            )
    wanted = definition.section_names
    return [one for one in ReportSection if not wanted or one in wanted]


def _since(db: Cursor, definition: ReportDefinition, version: Version) -> Version | None:
    """The edition of the last report: the one that is named, else the last one sealed before."""
    if definition.since:
        return get_version(db, definition.since)
    earlier = [
        one
        for one in list_versions(db)
        if one.kind == "edition"
        and one.name != version.name
        and one.created_at is not None
        # A draft is younger than every edition, whenever it was begun.
        and (version.kind != "edition" or one.created_at < (version.created_at or datetime.max))
    ]
    return earlier[-1] if earlier else None


def _scope(
    db: Cursor,
    definition: ReportDefinition,
    version: Version,
    since: Version | None,
    today: date | None,
) -> ReportScope:
    measures, undecided = chosen_measures(db, definition)
    last = definition.last_day or sealed_on(db) or today or datetime.now(german.TIME_ZONE).date()
    first = definition.first_day
    if first is None and since is not None and since.created_at is not None:
        first = since.created_at.replace(tzinfo=UTC).astimezone(german.TIME_ZONE).date()
    return ReportScope(version, since, first, last, tuple(measures), undecided)


def _period_words(scope: ReportScope) -> str:
    if scope.first is None:
        return f"Stand {german.day(scope.last)}"
    return f"Zeitraum {german.day(scope.first)} bis {german.day(scope.last)}"


def _section(
    db: Cursor,
    before: Cursor | None,
    scope: ReportScope,
    definition: ReportDefinition,
    section: ReportSection,
) -> Answer:
    if section is ReportSection.CHANGES:
        return _changes(db, before, scope)
    if section is ReportSection.INDICATORS:
        chosen = definition.organisation_id or definition.domain_id or definition.status
        return indicators_section(db, scope, not chosen)
    return _SECTIONS[section](db, scope)


def _changes(db: Cursor, before: Cursor | None, scope: ReportScope) -> Answer:
    """What is otherwise than in the edition of the last report."""
    columns = [
        *(ID, NAME, Spec("change", "Was sich geändert hat", Kind.TEXT)),
        *(
            Spec(name, label, Kind.MONEY)
            for name, label in (
                ("before", "Eigenanteil vorher"),
                ("after", "Eigenanteil jetzt"),
                ("moved", "Differenz"),
            )
        ),
    ]
    title = "Änderungen seit dem letzten Bericht"
    if before is None or scope.since is None:
        said = "Eine frühere festgeschriebene Fassung gibt es nicht."
        return answer(ReportSection.CHANGES, title, said, columns, [])
    # Both states as the audience may see them; rows beside measures stand in the Änderungsliste.
    found = difference_of(scope.since, scope.version, read_state(before), read_state(db), [])
    rows = []
    for item in found.measures:
        old, new = counted_amounts(item, lambda money: money.own)
        moved = None if old is None or new is None else new - old
        rows.append([item.id, item.title, change_words(item), old, new, moved])
    many = german.counted(len(rows), "Maßnahme ist", "Maßnahmen sind")
    said = (
        f"Verglichen mit „{scope.since.title}“: {many} anders; der Eigenanteil aller Maßnahmen "
        f"geht von {german.money(found.own_share.before)} auf "
        f"{german.money(found.own_share.after)}."
        if rows
        else f"Verglichen mit „{scope.since.title}“ hat sich nichts geändert."
    )
    return answer(ReportSection.CHANGES, title, said, columns, rows)


def _narrowed(sections: list[Answer], definition: ReportDefinition) -> list[Answer]:
    """The sections with the columns that are asked for; number and name always stay."""
    wanted = definition.column_names
    if not wanted:
        return sections
    known = {column.label for one in sections for column in one.columns}
    if unknown := [name for name in wanted if name not in known]:
        raise Refused(
            f"Die Spalte „{unknown[0]}“ gibt es in diesem Bericht nicht; möglich sind "
            f"{', '.join(sorted(known))}.",
            "columns",
        )
    return [
        replace(
            one,
            columns=tuple(
                column
                for column in one.columns
                if column.name in ("id", "label") or column.label in wanted
            ),
        )
        for one in sections
    ]
