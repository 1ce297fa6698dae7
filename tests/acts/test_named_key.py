"""Named distribution keys: worked out, applied to many, brought and named by files."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from strategy.acts.named_key import KeyPart, apply_key, differing, save_parts
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.distribution_key import DistributionKey, KeyBasis
from strategy.nouns.distribution_key_share import DistributionKeyShare
from strategy.nouns.organisation_unit import OrganisationUnit

UNITS = {"Hauptamt": "3", "Kämmerei": "1", "Schulamt": None}


@pytest.fixture
def town(plan: Store) -> Store:
    with plan.write("Anna", "Stand") as tx:
        for title, posts in UNITS.items():
            fte = None if posts is None else Decimal(posts)
            save_(tx, OrganisationUnit(title=title, level=2, staff_fte=fte))
        for title in ("E-Akte", "Zeit", "Portal"):
            save_(tx, Application(title=title))
    return plan


def ids(store: Store) -> dict[str, str]:
    with store.read() as db:
        nouns = (OrganisationUnit, Application, DistributionKey)
        return {one.name: one.id for noun in nouns for one in find(db, noun)}


def key(store: Store, basis: KeyBasis, **parts: KeyPart) -> str:
    known = ids(store)
    with store.write("Anna", "Schlüssel") as tx:
        made = save_(tx, DistributionKey(title=str(basis), basis=str(basis)))
        save_parts(tx, made.id, {known[name]: part for name, part in parts.items()})
    return made.id


def shares(store: Store) -> dict[str, dict[str, Decimal | None]]:
    names = {object_id: name for name, object_id in ids(store).items()}
    found: dict[str, dict[str, Decimal | None]] = {}
    with store.read() as db:
        for use in find(db, ApplicationUse):
            app, unit = names[str(use.application_id)], names[str(use.organisation_id)]
            found.setdefault(app, {})[unit] = use.share
    return found


def test_one_key_is_applied_to_many_applications_with_one_undo(town: Store) -> None:
    known = ids(town)
    by_posts = key(town, KeyBasis.FTE, Hauptamt=KeyPart(), Kämmerei=KeyPart())
    with town.read() as db:
        before = content_hash(db)
    with town.write("Anna", "angewendet") as tx:
        apply_key(tx, by_posts, [known["E-Akte"], known["Zeit"]])
    whole = {"Hauptamt": Decimal(75), "Kämmerei": Decimal(25)}
    assert shares(town) == {"E-Akte": whole, "Zeit": whole}
    with town.write("Anna", "mehr Stellen") as tx:
        unit = get_(tx, OrganisationUnit, known["Kämmerei"])
        save_(tx, unit.replace(staff_fte=Decimal(3)))
    with town.read() as db:
        # Nothing moves by itself; where it would differ is told.
        assert differing(db, by_posts) == [known["E-Akte"], known["Zeit"]]
    undo(town, "Anna")
    undo(town, "Anna")
    with town.read() as db:
        assert content_hash(db) == before


def test_a_key_that_cannot_be_worked_out_says_what_is_missing(town: Store) -> None:
    known = ids(town)
    cases = {
        KeyBasis.FTE: ({"Schulamt": KeyPart()}, "fehlen die Stellen .VZÄ. von Schulamt"),
        KeyBasis.USERS: ({}, "sind aber keine angegeben"),
        KeyBasis.OWN: ({}, "hat noch keine Anteile"),
    }
    for basis, (parts, words) in cases.items():
        made = key(town, basis, **parts)
        with pytest.raises(Refused, match=words), town.write("Anna") as tx:
            apply_key(tx, made, [known["E-Akte"]])
    with pytest.raises(Refused, match="ergeben 90"):
        key(town, KeyBasis.OWN, Hauptamt=KeyPart(Decimal(60)), Kämmerei=KeyPart(Decimal(30)))
    assert shares(town) == {}


def test_keys_and_their_names_come_out_of_files(town: Store, tmp_path: Path) -> None:
    path = tmp_path / "umlage.csv"
    path.write_text(
        "Schlüssel;Amt;Anteil\nIT-Umlage;Hauptamt;0,75\nIT-Umlage;Kämmerei;0,25\n", "utf-8"
    )
    preview = preview_import(town, "keys", path)
    assert (preview.added, preview.rejected) == (2, [])
    assert preview.added_names == ["IT-Umlage: Hauptamt", "IT-Umlage: Kämmerei"]
    assert any("Teile davon" in notice for notice in preview.notices)
    apply_import(town, preview, "Anna")
    with town.read() as db:
        assert [(one.title, one.basis) for one in find(db, DistributionKey)] == [
            ("IT-Umlage", "eigene Anteile")
        ]
    assert preview_import(town, "keys", path).unchanged == 2
    # The next file states the whole key: who is no longer named goes, and that is told.
    path.write_text("Schlüssel;Amt;Anteil\nIT-Umlage;Hauptamt;60 %\nIT-Umlage;Schulamt;40 %\n")
    preview = preview_import(town, "keys", path)
    assert any("entfallen Kämmerei" in notice for notice in preview.notices)
    apply_import(town, preview, "Anna")
    with town.read() as db:
        assert sorted(one.share or 0 for one in find(db, DistributionKeyShare)) == [40, 60]
    path.write_text("Schlüssel;Amt;Anteil\nIT-Umlage;Hauptamt;60 %\nIT-Umlage;Schulamt;30 %\n")
    refused = preview_import(town, "keys", path).rejected
    assert [cell.row for cell in refused] == [2, 3] and "ergeben 90" in refused[0].reason
    key(town, KeyBasis.FTE, Schulamt=KeyPart())
    path.write_text(
        "Anwendung;Verteilschlüssel\nZeit;IT-Umlage\nNeu;it-umlage\nPortal;nach VZÄ\nE-Akte;Fremd\n"
    )
    preview = preview_import(town, "applications", path)
    assert preview.rejected == []
    assert any("ließ sich bei 1 Anwendung" in notice for notice in preview.notices)
    apply_import(town, preview, "Anna")
    whole = {"Hauptamt": Decimal(60), "Schulamt": Decimal(40)}
    assert shares(town) == {"Zeit": whole, "Neu": whole}
    with town.read() as db:
        notes = {one.title: one.note for one in find(db, Application)}
    assert notes["Portal"] == "Verteilschlüssel: nach VZÄ"
    assert notes["E-Akte"] == "Verteilschlüssel: Fremd"
    again = preview_import(town, "applications", path)
    assert (again.added, again.changed) == (0, 0), again.changes
