"""Cards and points of a workshop, from an online survey or from another plan."""

from __future__ import annotations

from strategy.intake.kinds.import_kind import ImportKind
from strategy.nouns.card import Card
from strategy.nouns.point import Point

_WORKSHOP_WORDS = ("Veranstaltung", "Beteiligung", "Zukunftswerkstatt")
_GROUP_WORDS = ("Teilnehmergruppe", "Zielgruppe", "Ich bin", "Personengruppe")
_CLUSTER_WORDS = ("Cluster", "Kategorie", "Themenfeld", "Oberthema")
# Columns of a workshop that was written out of another plan.
_FROM_EXPORT = {"row_id": ("Kennung",), "phase_kind": ("Art der Phase",)}

CARDS = ImportKind(
    "cards",
    "Karten einer Werkstatt",
    Card,
    words={
        "body": (
            "Karte",
            "Kartentext",
            "Idee",
            "Beitrag",
            "Antwort",
            "Vorschlag",
            "Freitext",
            "Kommentar",
            "Inhalt",
        ),
        "workshop_id": _WORKSHOP_WORDS,
        "phase_id": ("Frage", "Leitfrage", "Abschnitt"),
        "group_id": _GROUP_WORDS,
        "cluster_id": _CLUSTER_WORDS,
        "code": ("Code", "Karten-Code"),
        "state": ("Status", "Entscheidung"),
        "domain_id": ("Handlungsfeld",),
        "reason": ("Grund",),
    },
    identity=("code", "body"),
    helpers=_FROM_EXPORT,
    kept=tuple(_FROM_EXPORT),
    leaves_out=("source", "received_at"),
    needs=("body",),
    sheet="Karten",
)

POINTS = ImportKind(
    "points",
    "Punkte einer Werkstatt",
    Point,
    words={
        "points": (
            "Anzahl",
            "Stimmen",
            "Summe",
            "Anzahl Punkte",
            "Anzahl Stimmen",
            "Stimmenzahl",
            "Votes",
            "Wert",
        ),
        "workshop_id": _WORKSHOP_WORDS,
        "phase_id": ("Abschnitt",),
        "group_id": _GROUP_WORDS,
        "cluster_id": _CLUSTER_WORDS,
        "card_id": ("Kartencode", "Code"),
    },
    identity=("row_id",),
    helpers=_FROM_EXPORT,
    kept=tuple(_FROM_EXPORT),
    leaves_out=("source",),
    needs=("points",),
    sheet="Punkte",
)
