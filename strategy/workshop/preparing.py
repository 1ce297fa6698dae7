"""A workshop made ready in one action: rules, phases by format, invited groups, its code."""

from __future__ import annotations

from collections.abc import Sequence

from strategy.kernel.errors import Refused
from strategy.kernel.records import find, save_
from strategy.kernel.store import Transaction
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Workshop, WorkshopFormat
from strategy.nouns.workshop_phase import PhaseKind, WorkshopPhase
from strategy.workshop.codes import new_workshop_code

# Asked for in nearly every municipal workshop; counts only, names are never kept.
COMMON_GROUPS = ("Einwohnerschaft", "Verwaltung", "Wirtschaft", "Vereine", "Schulen", "Ortschaften")
_CRITIQUE = "Was ärgert Sie heute, wenn Sie mit der Kommune zu tun haben?"
_FANTASY = "Es wäre schön, wenn …"
_REALISATION = "Was fangen wir an, mit wem und bis wann?"
_WEEK = 7 * 24 * 60

_PHASES: dict[WorkshopFormat, tuple[WorkshopPhase, ...]] = {
    WorkshopFormat.FUTURE: (
        WorkshopPhase(title="Kritik", kind=PhaseKind.CRITIQUE, question=_CRITIQUE, minutes=60),
        WorkshopPhase(title="Phantasie", kind=PhaseKind.FANTASY, question=_FANTASY, minutes=75),
        WorkshopPhase(
            title="Verwirklichung", kind=PhaseKind.REALISATION, question=_REALISATION, minutes=90
        ),
    ),
    # Four tables of 20 minutes each, every group comes to every table.
    WorkshopFormat.TABLES: (
        WorkshopPhase(
            title="Einstieg: Was stört?", kind=PhaseKind.CRITIQUE, question=_CRITIQUE, minutes=15
        ),
        WorkshopPhase(
            title="Thementische",
            kind=PhaseKind.FANTASY,
            minutes=80,
            table_count=4,
            rounds=4,
            question="Was wünschen Sie sich zu dem Thema dieses Tisches?",
        ),
        WorkshopPhase(
            title="Gewichten und verabreden",
            kind=PhaseKind.REALISATION,
            question=_REALISATION,
            minutes=30,
        ),
    ),
    WorkshopFormat.WORLD_CAFE: (
        WorkshopPhase(
            title="Einstieg: Was stört?", kind=PhaseKind.CRITIQUE, question=_CRITIQUE, minutes=15
        ),
        WorkshopPhase(
            title="Gesprächsrunden",
            kind=PhaseKind.FANTASY,
            minutes=90,
            table_count=6,
            rounds=6,
            question="Wie soll unsere Kommune in zehn Jahren sein?",
        ),
        WorkshopPhase(title="Ernte", kind=PhaseKind.REALISATION, question=_REALISATION, minutes=30),
    ),
    # At home nobody sits together for an hour: each phase is open for some days.
    WorkshopFormat.ONLINE: (
        WorkshopPhase(title="Kritik", kind=PhaseKind.CRITIQUE, question=_CRITIQUE, minutes=_WEEK),
        WorkshopPhase(title="Wünsche", kind=PhaseKind.FANTASY, question=_FANTASY, minutes=_WEEK),
        WorkshopPhase(
            title="Gewichten",
            kind=PhaseKind.REALISATION,
            minutes=_WEEK,
            question="Was soll die Kommune zuerst angehen?",
        ),
    ),
}


def proposed_phases(format_: str) -> list[WorkshopPhase]:
    """The phases that suit a format, to be changed before they are saved."""
    return list(_PHASES[WorkshopFormat(format_)])


def add_three_phases(tx: Transaction, workshop_id: str) -> list[WorkshopPhase]:
    """Add those of the three phases that the workshop does not have yet; returns the new ones.

    Without a duration, because nobody was asked for one.
    """
    standing = {phase.kind for phase in find(tx, WorkshopPhase, "workshop_id = ?", [workshop_id])}
    added = [
        save_(tx, phase.replace(workshop_id=workshop_id, position=index, minutes=None))
        for index, phase in enumerate(_PHASES[WorkshopFormat.FUTURE], start=1)
        if phase.kind not in standing
    ]
    if not added:
        raise Refused("Die drei Phasen sind schon angelegt.")
    return added


def prepare_workshop(
    tx: Transaction,
    workshop: Workshop,
    phases: Sequence[WorkshopPhase],
    groups: Sequence[ParticipantGroup],
) -> Workshop:
    """Save a new workshop with its code, its phases in the given order and its groups.

    Raises Refused where a rule makes no sense, there is no phase, or a group comes twice.
    """
    check_rules(workshop)
    if not phases:
        raise Refused("Eine Werkstatt braucht mindestens eine Phase.")
    for phase in phases:
        check_phase(phase)
    seen: set[str] = set()
    for group in groups:
        # Two spellings of one group would split its count of people.
        named = " ".join(str(group.title or "").split()).lower()
        if named in seen:
            raise Refused(f"Die Gruppe „{group.title}“ kommt zweimal vor; fassen Sie sie zusammen.")
        seen.add(named)
        if group.invited is not None and group.invited < 0:
            raise Refused(f"Die Zielzahl der Gruppe „{group.title}“ ist kleiner als 0.")
    saved = save_(tx, workshop.replace(code=new_workshop_code(tx)))
    for position, phase in enumerate(phases, start=1):
        save_(tx, phase.replace(workshop_id=saved.id, position=position))
    for group in groups:
        save_(tx, group.replace(workshop_id=saved.id))
    return saved


def check_rules(workshop: Workshop) -> None:
    """Refuse numbers of cards and points that nobody can hand out."""
    for name in ("cards_per_person", "points_per_person"):
        value = getattr(workshop, name)
        if value is not None and not 1 <= value <= 100:
            raise Refused(
                f"„{workshop.spec(name).label}“: Möglich sind 1 bis 100; lassen Sie das Feld leer, "
                "wenn es keine Grenze geben soll.",
                name,
            )


def check_phase(phase: WorkshopPhase) -> None:
    """Refuse a duration, tables or rounds below 1."""
    for name in ("minutes", "table_count", "rounds"):
        value = getattr(phase, name)
        if value is not None and value < 1:
            raise Refused(
                f"Phase „{phase.title}“, „{phase.spec(name).label}“: Geben Sie mindestens 1 an "
                "oder lassen Sie das Feld leer.",
                name,
            )
