"""What a search found, as links: screens and acts by their words, entries by what the plan says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from strategy.kernel import german
from strategy.kernel.records import noun_of
from strategy.kernel.store import Cursor
from strategy.search.finding import Group, Hit
from strategy.search.reasons import reasons
from ui.frame.map import SEARCH, SECTIONS, Screen, place_of_script
from ui.frame.places import PAGE_OF

# Words under which people look for a screen whose title does not hold them: address → words.
_ALSO = {
    "einlesen": "import importieren hochladen excel csv datei",
    "ausgeben": "export exportieren sicherung backup herunterladen wiederherstellen",
    "bericht": "excel report",
    "verlauf": "änderungen historie protokoll rückgängig",
    "fassungen": "szenario festschreiben versiegeln entwurf",
    "fassungsvergleich": "änderungsliste unterschiede lesung",
    "zugaenge": "passwort benutzer konto anmeldung rolle rechte",
    "neue-kommune": "plan anlegen gründen",
    "kommune": "einstellungen kontenrahmen einwohner",
    "ausschuss": "folien präsentation vorführen beamer",
    "massnahmen": "steckbrief vorhaben",
    "anwendungen": "software fachverfahren it-verfahren inventar",
    "kosten": "ausgaben geld euro",
    "haushalt": "budget produkt konto ansatz",
    "stellen": "personal vzä",
    "planung": "planungstabelle optimieren",
    "beschluesse": "beschlusskontrolle abstimmung",
    "gremien": "ausschuss stadtrat sitzung",
    "vorlagen": "antrag anfrage beratung abstimmung",
    "moderation": "werkstatt handy code",
    "start": "übersicht startseite",
}
# What people begin by a word and not on its page: the nouns that one makes one by one.
MADE = (
    "goal",
    "indicator",
    "organisation_unit",
    "application",
    "project",
    "post",
    "interview",
    "recommendation",
    "workshop",
    "measure",
    "chapter",
    "paper",
    "body",
    "meeting",
    "deadline",
    "person",
)


def screens_found(typed: str, may_write: bool) -> list[tuple[str, str]]:
    """Label and address of the screens and acts whose words hold each word of ``typed``."""
    found = [
        (place.title, place.url)
        for section in SECTIONS
        for place in section.places
        if german.holds_words(f"{section.title} {place.title} {_ALSO.get(place.url, '')}", typed)
    ]
    for table in MADE if may_write else ():
        noun, place = noun_of(table), place_of_script(PAGE_OF[table])
        # Singular and plural: "Ziele anlegen" is asked for as often as "Ziel anlegen".
        if german.holds_words(f"{noun.SINGULAR} {noun.PLURAL} anlegen neu erfassen", typed):
            found.append((f"{noun.SINGULAR} anlegen", f"{place.url}?neu={table}"))
    return found


def screens_html(found: Sequence[tuple[str, str]], kept: Mapping[str, str]) -> str:
    """The screens under their heading, as links."""
    return _part("Seiten", [_link(address, label, kept) for label, address in found])


def group_html(
    db: Cursor, group: Group, words: Sequence[str], typed: str, kept: Mapping[str, str]
) -> str:
    """The entries of one noun under its heading, as links, each with what it belongs to and, where
    its name does not tell, why it was found; at the end the link to all of ``typed``."""
    noun, place = noun_of(group.table), place_of_script(PAGE_OF[group.table])
    elsewhere = [hit.id for hit in group.hits if not hit.by_name and hit.listed is None]
    why = reasons(db, noun, elsewhere, words)
    rows = []
    for hit in group.hits:
        said = [hit.owner, why.get(hit.id)]
        if hit.owner and hit.owner in (why.get(hit.id) or ""):
            said.pop()
        beside = " · ".join(filter(None, said))
        rows.append(_link(_address(place, group.table, hit), hit.name, kept, beside))
    if group.total > len(group.hits):
        address = f"{SEARCH.url}?{urlencode({'q': typed, 'nur': group.table})}"
        rows.append(_link(address, f"Alle {german.number(group.total)} {noun.PLURAL}", kept))
    return _part(f"{noun.PLURAL} ({german.number(group.total)})", rows)


def _address(place: Screen, table: str, hit: Hit) -> str:
    if hit.listed is None:
        return f"{place.url}?{urlencode({'id': hit.id})}"
    # Many rows at once stand in the list of their page, whose view "Zeilen" it is.
    return (
        f"{place.url}?{urlencode({f'{place.url}_sicht': 'Zeilen', f'{table}_suche': hit.listed})}"
    )


def _link(address: str, label: str, kept: Mapping[str, str], beside: str = "") -> str:
    # Relative, because the workbench may be served below a path; the first page has no address.
    base = "./" if address == "start" else address
    if kept:
        base += ("&" if "?" in base else "?") + urlencode(kept)
    said = f" <span>{escape(beside)}</span>" if beside else ""
    return f'<a href="{escape(base)}" target="_self">{escape(label)}</a>{said}'


def _part(heading: str, rows: Sequence[str]) -> str:
    items = "".join(f"<li>{row}</li>" for row in rows)
    return f'<h2>{escape(heading)}</h2><ul class="workbench-found">{items}</ul>'
