"""What a committee is shown: one message per slide, as a full sentence with its figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import pandas as pd

from strategy.figures.inventory.counts import projects_by
from strategy.figures.inventory.services import service_totals, services_by_topic
from strategy.figures.money.cost import cost_by_object, cost_by_type, cost_by_year, unknown_costs
from strategy.figures.money.strategy_cost import strategy_by_domain
from strategy.figures.plan.council import meeting_table, open_papers
from strategy.figures.plan.measures import plan_by_year
from strategy.figures.plan.meetings import agenda
from strategy.figures.profile import municipality
from strategy.figures.workshop.cards import cards_by_state, cluster_ranking
from strategy.kernel import german
from strategy.kernel.store import Cursor

# More bars than this cannot be read from the last row.
SHOWN = 6
# Only fractions that are said in speech; "drei Siebtel" would be slower than a per cent.
_FRACTIONS = (
    (20, "ein Fünftel"),
    (25, "ein Viertel"),
    (100 / 3, "ein Drittel"),
    (50, "die Hälfte"),
    (200 / 3, "zwei Drittel"),
    (75, "drei Viertel"),
)
_NUMBERS = ("", "Eine", "Zwei", "Drei", "Vier", "Fünf")


class Picture(StrEnum):
    """How the frame of a slide is drawn."""

    MONEY_BARS = "money_bars"  # label, value (cents)
    BARS = "bars"  # label, value
    PERCENT_BARS = "percent_bars"  # label, value (per cent)
    YEARS = "years"  # year, kind, amount_cents
    PAPERS = "papers"  # title, body, held_on, role


@dataclass(frozen=True)
class Slide:
    """One slide: ``title`` is its message, ``note`` a second sentence (or empty)."""

    key: str
    title: str
    note: str
    source: str
    picture: Picture
    frame: pd.DataFrame = field(compare=False)


def slides(
    db: Cursor, today: date, public_only: bool = True, body_id: str | None = None
) -> list[Slide]:
    """The slides for which the plan has data, in the order in which they are told.

    ``public_only`` keeps papers and consultations out that are not public.  With ``body_id`` the
    agenda of its next meeting comes first, and its papers before those of others.
    """
    built = [
        _agenda(db, today, public_only, body_id) if body_id else None,
        _cost(db),
        _kinds(db),
        _dearest(db),
        _projects(db),
        _services(db),
        _workshop(db),
        _domains(db),
        _strategy(db),
        _decisions(db, today, public_only, body_id),
    ]
    # A step without data has no slide: a committee is not shown an empty picture.
    return [slide for slide in built if slide is not None]


def share_words(part: float, total: float) -> str:
    """A share as people say it, "rund ein Drittel", or in per cent where no fraction is near."""
    share = 100 * part / total
    for value, words in _FRACTIONS:
        # Within half a point a fraction is called by its plain name, within two it is "rund".
        if abs(share - value) <= 0.5:
            return words
        if abs(share - value) <= 2:
            return f"rund {words}"
    return german.percent(share, 0)


def _year(db: Cursor) -> int | None:
    profile = municipality(db)
    return None if profile is None else profile.plan_year


def _cost(db: Cursor) -> Slide | None:
    year = _year(db)
    if year is None:
        return None
    # Unknown amounts are told in the note; a bar of unknown length cannot be drawn.
    types = cost_by_type(db, "Plan", year).dropna(subset=["amount_cents"])
    if types.empty:
        return None
    total, note = int(types["amount_cents"].sum()), _unknown_note(db, year)
    # What is known of a few entries is no statement about all of them.
    least = "mindestens " if note else ""
    return Slide(
        "kosten",
        f"Digitalisierung kostet im Jahr {year} {least}{german.money_short(total)}.",
        note,
        f"Kosten der Anwendungen und Projekte, Plan {year}{_cut(types)}",
        Picture.MONEY_BARS,
        _bars(types, "cost_type", "amount_cents"),
    )


def _unknown_note(db: Cursor, year: int) -> str:
    gaps = [
        f"{german.number(gap.missing, 0)} von {german.counted(gap.total, gap.singular, gap.plural)}"
        for gap in unknown_costs(db, "Plan", year).gaps
        if gap.missing
    ]
    return f"Ohne Kostenangabe: {' und '.join(gaps)}." if gaps else ""


def _kinds(db: Cursor) -> Slide | None:
    frame = cost_by_year(db, "Plan")
    year = _year(db)
    now = frame[(frame["year"] == year)].dropna(subset=["amount_cents"])
    total = int(now["amount_cents"].sum())
    # Credits may make a year negative; a share of that has no meaning.
    # Nor has it where nobody has entered one of the two kinds for the year.
    if total <= 0 or now["kind"].nunique() < 2:
        return None
    staff = int(now.loc[now["kind"] == "Personalkosten", "amount_cents"].sum())
    return Slide(
        "kostenarten",
        f"Personal macht {share_words(staff, total)} der Kosten des Jahres {year} aus.",
        f"{german.money_short(total - staff)} Sachkosten stehen {german.money_short(staff)} "
        "Personalkosten gegenüber.",
        "Kosten der Anwendungen und Projekte, Plan",
        Picture.YEARS,
        frame,
    )


def _dearest(db: Cursor) -> Slide | None:
    year = _year(db)
    frame = cost_by_object(db, "Plan", year, ("application",)).dropna(subset=["amount_cents"])
    total = 0 if frame.empty else int(frame["amount_cents"].sum())
    if year is None or total <= 0:
        return None
    # The sentence says how many it counts: a plan may have fewer than three applications.
    count = min(3, len(frame))
    top = int(frame["amount_cents"].head(count).sum())
    verb = "kostet" if count == 1 else "kosten zusammen"
    noun = "Anwendung" if count == 1 else "Anwendungen"
    return Slide(
        "teuerste",
        f"{_NUMBERS[count]} {noun} {verb} {german.money_short(top)}, "
        f"{share_words(top, total)} aller Anwendungskosten.",
        f"Von {german.counted(len(frame), 'Anwendung', 'Anwendungen')} sind die Kosten für {year} "
        "bekannt.",
        f"Kosten der Anwendungen, Plan {year}{_cut(frame)}",
        Picture.MONEY_BARS,
        _bars(frame, "object_title", "amount_cents"),
    )


def _projects(db: Cursor) -> Slide | None:
    frame = projects_by(db, "status")
    if frame.empty:
        return None
    total = int(frame["projects"].sum())
    running = int(frame.loc[frame["value"] == "in Bearbeitung", "projects"].sum())
    # Reported ones only; the light that is worked out changes with the day and belongs on the page.
    at_risk = int(db.value("SELECT count(*) FROM project WHERE endangered IS TRUE") or 0)
    note = ""
    if at_risk:
        reported = german.counted(at_risk, "Projekt ist", "Projekte sind")
        note = f"{reported} als gefährdet gemeldet."
    verb = "ist" if running == 1 else "sind"
    return Slide(
        "projekte",
        f"{german.number(running, 0)} von {german.counted(total, 'Projekt', 'Projekten')} {verb} "
        "in Bearbeitung.",
        note,
        "Projektliste der Ämter",
        Picture.BARS,
        _bars(frame, "value", "projects"),
    )


def _services(db: Cursor) -> Slide | None:
    totals = service_totals(db)
    if not totals.services:
        return None
    topics = services_by_topic(db)
    verb = "ist" if totals.online == 1 else "sind"
    note = ""
    if totals.online_unknown:
        many = german.number(totals.online_unknown, 0)
        note = f"Bei {many} ist noch unbekannt, ob es sie online gibt."
    return Slide(
        "leistungen",
        f"{german.number(totals.online, 0)} von "
        f"{german.counted(totals.services, 'Leistung', 'Leistungen')} {verb} online verfügbar.",
        note,
        f"Verzeichnis der Leistungen, Anteil online je Themenfeld{_cut(topics)}",
        Picture.PERCENT_BARS,
        _bars(topics, "topic", "online_quote"),
    )


def _workshop(db: Cursor) -> Slide | None:
    ranking = cluster_ranking(db)
    # Themen without points would make the first of them "the most important".
    ranking = ranking[ranking["points"] > 0]
    if ranking.empty:
        return None
    cards = int(cards_by_state(db)["cards"].sum())
    first = ranking.iloc[0]
    return Slide(
        "werkstatt",
        f"Am wichtigsten ist den Teilnehmenden „{first['cluster']}“.",
        f"{german.number(int(first['points']))} von "
        f"{german.number(int(ranking['points'].sum()))} Punkten; gesammelt wurden "
        f"{german.number(cards)} Karten.",
        f"Zukunftswerkstatt, Punkte je Thema{_cut(ranking)}",
        Picture.BARS,
        _bars(ranking, "cluster", "points"),
    )


def _domains(db: Cursor) -> Slide | None:
    frame = strategy_by_domain(db)
    total = 0 if frame.empty else int(frame["measures"].sum())
    if not total:
        return None
    # "ohne Lebensbereich" is no domain: it may be drawn, but the sentence must not count or praise
    # it.
    used = frame[(frame["measures"] > 0) & frame["domain_id"].notna()]
    if used.empty:
        return None
    top = used.sort_values(["measures", "domain"], ascending=[False, True]).iloc[0]
    areas = "einen Lebensbereich" if len(used) == 1 else f"{len(used)} Lebensbereiche"
    verb = "verteilt" if total == 1 else "verteilen"
    many = german.counted(total, "Maßnahme", "Maßnahmen")
    return Slide(
        "massnahmen",
        f"{many} {verb} sich auf {areas}.",
        f"Die meisten liegen in „{top['domain']}“.",
        f"Maßnahmen nach Lebensbereich, ohne Ideenpool und Verworfenes{_cut(used)}",
        Picture.BARS,
        _bars(frame[frame["measures"] > 0], "domain", "measures"),
    )


def _strategy(db: Cursor) -> Slide | None:
    frame = plan_by_year(db)
    known = frame.dropna(subset=["amount_cents"])
    if known.empty:
        return None
    total = int(known["amount_cents"].sum())
    first, last = int(known["year"].min()), int(known["year"].max())
    span = f"im Jahr {first}" if first == last else f"von {first} bis {last}"
    missing = int(frame["unknown_lines"].sum())
    note = ""
    if missing:
        many = f"sind {german.number(missing, 0)} Kostenzeilen"
        words = "ist eine Kostenzeile" if missing == 1 else many
        note = f"Noch nicht enthalten {words} ohne Betrag."
    return Slide(
        "strategie",
        f"Die Maßnahmen der Strategie kosten {span} zusammen {german.money_short(total)}.",
        note,
        "Kosten der Maßnahmen, Plan, ohne Ideenpool und Verworfenes",
        Picture.YEARS,
        frame,
    )


def _agenda(db: Cursor, today: date, public_only: bool, body_id: str) -> Slide | None:
    """The agenda of the next meeting of a body, in its order; its public part in public."""
    meetings = meeting_table(db)
    ahead = meetings[
        [
            body == body_id and day >= today and cancelled is not True
            for body, day, cancelled in zip(
                meetings["body_id"],
                meetings["held_on"],
                meetings["cancelled"].astype(object),
                strict=True,
            )
        ]
    ]
    if ahead.empty:
        return None
    # The table has the latest first.
    meeting = ahead.iloc[-1]
    items = agenda(db, str(meeting["id"]))
    if public_only:
        items = items[~items["closed"].astype(bool)]
    if items.empty:
        return None
    numbers = ["–" if german.is_unknown(one) else f"TOP {one}" for one in items["number"]]
    frame = pd.DataFrame(
        {
            "title": [f"{n}: {t}" for n, t in zip(numbers, items["title"], strict=True)],
            "body": meeting["body"],
            "held_on": meeting["held_on"],
        }
    )
    many = german.counted(len(frame), "Punkt", "Punkte")
    return Slide(
        "tagesordnung",
        f"{meeting['body']}, {german.day(meeting['held_on'])}: {many} auf der Tagesordnung.",
        "",
        "Tagesordnung" + (", nur öffentlicher Teil" if public_only else ""),
        Picture.PAPERS,
        frame,
    )


def _decisions(
    db: Cursor, today: date, public_only: bool, body_id: str | None = None
) -> Slide | None:
    frame = open_papers(db, public_only)
    if frame.empty:
        return None
    dated = frame.dropna(subset=["held_on"])
    # Papers of the past that still have no result are waiting too, but nothing of them comes
    # "next".
    dated = dated[[day >= today for day in dated["held_on"]]]
    waiting = "Eine Vorlage wartet" if len(frame) == 1 else f"{len(frame)} Vorlagen warten"
    note = ""
    if not dated.empty:
        first = dated.iloc[0]
        note = f"Als Nächstes: {first['body']} am {german.day(first['held_on'])}."
    if body_id is not None:
        # The own committee's papers before those of others, each part by its day.
        frame = frame.sort_values(
            "body_id", key=lambda ids: ids != body_id, kind="stable", ignore_index=True
        )
    return Slide(
        "entscheidungen",
        f"{waiting} noch auf eine Entscheidung.",
        note,
        "Beratungsfolge" + (", nur öffentliche Vorlagen" if public_only else ""),
        Picture.PAPERS,
        frame,
    )


def _bars(frame: pd.DataFrame, label: str, value: str) -> pd.DataFrame:
    named = frame[[label, value]].rename(columns={label: "label", value: "value"})
    return named.sort_values("value", ascending=False, kind="stable", na_position="last").head(
        SHOWN
    )


def _cut(frame: pd.DataFrame) -> str:
    """What a source line adds where not all rows are drawn."""
    if len(frame) <= SHOWN:
        return ""
    return f"; gezeigt: die {SHOWN} größten von {german.number(len(frame), 0)}"
