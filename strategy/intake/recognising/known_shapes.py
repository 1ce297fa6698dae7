"""Exports of widely used programs, recognised by their headings.

To add one: name the program, the kind of import, headings that only its export has together, and
which field each heading fills (``None`` leaves a column out that would else be taken for another).
Headings are compared without case, blanks and punctuation.  What a user maps by hand goes first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from strategy.intake.recognising.headers import heading_key


@dataclass(frozen=True)
class Shape:
    """One export: ``needs`` are headings that must all be there, ``columns`` heading -> field."""

    program: str
    kind: str
    needs: tuple[str, ...]
    columns: Mapping[str, str | None]


SHAPES: tuple[Shape, ...] = (
    Shape(
        "LeanIX",
        "applications",
        ("displayName", "type"),
        {
            "name": "title",
            "displayName": None,
            "id": "key",
            "type": None,
            "description": "purpose",
            "lifecycle:active": "contract_start",
            "lifecycle:endOfLife": "support_end",
            "businessCriticality": "criticality",
        },
    ),
    Shape(
        "i-doit",
        "applications",
        ("SYSID", "Objekttitel"),
        {
            "Objekttitel": "title",
            "Objekt-ID": "key",
            "SYSID": None,
            "CMDB-Status": "life_cycle",
            "Beschreibung": "purpose",
            "Kontaktzuweisung": "organisation_id",
            "Hersteller": "vendor",
            "Vertragsende": "contract_end",
        },
    ),
    Shape(
        "GLPI",
        "applications",
        ("Name", "Entität"),
        {
            "Name": "title",
            "Entität": "organisation_id",
            "Herausgeber": "vendor",
            "Publisher": "vendor",
            "Kommentare": "note",
            "Kategorie": "category",
        },
    ),
    Shape(
        "GLPI",
        "applications",
        ("Name", "Entity", "Publisher"),
        {"Name": "title", "Entity": "organisation_id", "Publisher": "vendor", "Comments": "note"},
    ),
    Shape(
        "Snipe-IT",
        "applications",
        ("Product Key", "Seats"),
        {
            "Software Name": "title",
            "License Name": "title",
            "Name": "title",
            "Manufacturer": "vendor",
            "Expiration Date": "contract_end",
            "Termination Date": "support_end",
            "Purchase Date": "contract_start",
            "Supplier": "service_provider",
            "Seats": "users",
            "Product Key": None,
            "Notes": "note",
        },
    ),
    Shape(
        "Snipe-IT",
        "applications",
        ("Asset Name", "Asset Tag"),
        {
            "Asset Name": "title",
            "Asset Tag": "key",
            "Manufacturer": "vendor",
            "Supplier": "service_provider",
            "Category": "category",
            "Purchase Date": "contract_start",
            "EOL Date": "support_end",
            "Serial": None,
            "Notes": "note",
        },
    ),
    Shape(
        "OpenProject",
        "projects",
        ("Subject", "Type", "Status"),
        {
            "ID": "key",
            "Subject": "title",
            "Project": None,
            "Description": "body",
            "Status": "status",
            "Start date": "starts_on",
            "Finish date": "ends_on",
            "Due date": "ends_on",
            "% Complete": "progress",
        },
    ),
    Shape(
        "OpenProject",
        "projects",
        ("Thema", "Typ", "Status"),
        {
            "ID": "key",
            "Thema": "title",
            "Projekt": None,
            "Beschreibung": "body",
            "Anfangstermin": "starts_on",
            "Endtermin": "ends_on",
            "% abgeschlossen": "progress",
        },
    ),
    Shape(
        "Redmine",
        "projects",
        ("#", "Tracker", "Thema"),
        {
            "#": "key",
            "Projekt": None,
            "Thema": "title",
            "Status": "status",
            "Beginn": "starts_on",
            "Abgabedatum": "ends_on",
            "% erledigt": "progress",
            "Beschreibung": "body",
        },
    ),
    Shape(
        "Redmine",
        "projects",
        ("#", "Tracker", "Subject"),
        {
            "#": "key",
            "Project": None,
            "Subject": "title",
            "Status": "status",
            "Start date": "starts_on",
            "Due date": "ends_on",
            "% Done": "progress",
            "Description": "body",
        },
    ),
    Shape(
        "Decidim",
        "cards",
        ("body/de", "title/de"),
        {"body/de": "body", "title/de": None, "category/name/de": None, "state": None, "id": None},
    ),
    Shape(
        "Mentimeter",
        "cards",
        ("Question", "Voter"),
        {"Response": "body", "Answer": "body", "Question": "phase_id", "Voter": None},
    ),
)


def known_shape(kind: str, headers: Collection[str]) -> Shape | None:
    """The program whose export has these headings; the one that asks for most of them."""
    present = {heading_key(header) for header in headers}
    fitting = [
        shape
        for shape in SHAPES
        if shape.kind == kind and all(heading_key(need) in present for need in shape.needs)
    ]
    return max(fitting, key=lambda shape: len(shape.needs), default=None)


def shape_fields(shape: Shape, headers: Collection[str]) -> dict[str, str | None]:
    """Heading of the file -> field of the kind, or None where the column is left out."""
    told = {heading_key(header): name for header, name in shape.columns.items()}
    return {header: told[heading_key(header)] for header in headers if heading_key(header) in told}
