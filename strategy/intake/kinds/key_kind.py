"""The kind of import that brings named distribution keys: a row per key and unit."""

from __future__ import annotations

from strategy.intake.kinds.common_words import UNIT_WORDS
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.own_ids import OWN_IDS
from strategy.nouns.distribution_key_share import DistributionKeyShare

BASIS = "basis"

KEYS = ImportKind(
    "keys",
    "Verteilschlüssel",
    DistributionKeyShare,
    sheet="Schlüsselanteile",
    words={
        "distribution_key_id": ("Schlüssel", "Schlüsselname", "Umlageschlüssel", "Umlage", "Name"),
        # "Bezeichnung" is a weak word here: beside "Amt" it mostly is the name of that Amt.
        "organisation_id": (*UNIT_WORDS, "Einheit", "nutzendes Amt", "nutzende Stelle"),
        "share": (
            "Kostenanteil",
            "Anteil in %",
            "Anteil %",
            "Prozent",
            "%",
            "Quote",
            "Verteilung",
            "Umlageanteil",
        ),
        "users": (
            "Nutzer",
            "Anzahl Nutzer",
            "Anzahl Nutzende",
            "Anwender",
            "Arbeitsplätze",
            "PC-Arbeitsplätze",
            "Bildschirmarbeitsplätze",
            "User",
        ),
    },
    helpers={**OWN_IDS, BASIS: ("Grundlage", "Basis", "Verteilung nach", "Maßstab", "Art")},
    kept=(*OWN_IDS, BASIS),
    brings=("distribution_key",),
    identity=("distribution_key_id", "organisation_id"),
    needs=("organisation_id",),
)
