"""The kind of import that brings named distribution keys: a row per key and unit."""

from __future__ import annotations

import re

from strategy.intake.kinds.common_words import UNIT_WORDS
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.own_ids import OWN_IDS
from strategy.intake.reading.table import Table
from strategy.nouns.distribution_key import DistributionKey
from strategy.nouns.distribution_key_share import DistributionKeyShare

BASIS = "basis"
# The keys alone, as the plan's own list of them has them: names, basis and note without shares.
KEY_LIST = ImportKind(
    "key_list",
    "Verteilschlüssel",
    DistributionKey,
    words={},
    identity=("title",),
    helpers=OWN_IDS,
    kept=tuple(OWN_IDS),
)
_OWN_KEY = re.compile(rf"{DistributionKey.PREFIX}-[0-9]{{4,}}")

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


def kind_of_keys(kind: ImportKind, table: Table) -> ImportKind:
    """``kind``, or that of the keys alone where the table is the plan's own list of keys.

    There a key has one row with its Kennung; in a list of shares the Kennungen are of shares.
    """
    if kind is not KEYS or {"Bezeichnung", "Grundlage"} - set(table.headers):
        return kind
    ids = (text for header in table.headers for text in table.texts(header)[:1] if text)
    shares = {"Anteil", "Nutzende", "Organisationseinheit"} & set(table.headers)
    return kind if shares or not any(map(_OWN_KEY.fullmatch, ids)) else KEY_LIST
