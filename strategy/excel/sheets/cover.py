"""Deckblatt and Inhalt: what this is, of which day, and where everything stands."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from strategy.excel.book import CONTENTS, Book, quoted
from strategy.excel.source import Source
from strategy.excel.text import clean_text
from strategy.figures.inventory.quality import euro_quality
from strategy.kernel import german
from strategy.kernel.store.fingerprint import short_hash
from strategy.relations.audience import withheld_words


def write_cover(book: Book, source: Source) -> None:
    """The cover: municipality, version, day, fingerprint of the content."""
    head, formats = book.head, book.formats
    sheet = book.add_sheet("Deckblatt", "Deckblatt")
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 96)
    sheet.set_row(2, 84)
    # merge_range would write its text by guessing a type; so it merges empty cells and the text
    # follows as a string.
    sheet.merge_range(2, 1, 2, 2, "", formats.prose("cover"))
    sheet.write_string(2, 1, clean_text(head.municipality), formats.prose("cover"))
    sheet.set_row(3, 30)
    sheet.write_string(3, 1, "Digitalstrategie", formats.prose("title"))
    lines = [("Fassung", head.version_words), ("Stand", german.long_day(head.stand))]
    # An edition has none: it must come out the same whenever it is written.
    if head.changed_at:
        lines.append(("Letzte Änderung", german.moment(head.changed_at)))
    lines += _occasion(source)
    profile = source.profile
    if profile:
        lines += [
            ("Land", profile.state or german.UNKNOWN),
            ("Einwohnerinnen und Einwohner", german.number(profile.inhabitants)),
        ]
    lines += [
        ("Planjahr", str(source.plan_year)),
        ("Betrachtete Jahre", f"{source.years[0]} bis {source.years[-1]}"),
        ("Prüfsumme des Inhalts", head.content_hash),
        # For people: read out, typed in, compared by ``verify``.
        ("Prüfsumme, kurz", short_hash(head.content_hash)),
    ]
    row = 6
    for label, value in lines:
        sheet.write_string(row, 1, label, formats.prose("label"))
        sheet.write_string(row, 2, clean_text(value), formats.prose("prose"))
        row += 1
    row += 1
    # First of all, since every sum below is to be read by it.
    withheld = withheld_words(source.db)
    for note in (
        *([withheld] if withheld else []),
        euro_quality(source.db, head.stand, source.plan_year).sentence,
        "Summen sind Formeln: Wer in den Blättern „Kostendaten“ und „Kostendaten Maßnahmen“ einen "
        "Betrag ändert, sieht Summen und Diagramme folgen. Sätze, Reihenfolgen, Fördermittel und "
        "Kostenspannen bleiben, wie sie beim Schreiben des Berichts waren.",
        "Die Prüfsumme gehört zum Inhalt der Fassung; zwei Berichte mit gleicher Prüfsumme sagen "
        "dasselbe.",
        "„unbekannt“ und „–“ heißen: nicht bekannt. Eine unbekannte Zahl wird nie als 0 gezählt.",
    ):
        sheet.merge_range(row, 1, row, 2, "", formats.prose("lead"))
        sheet.write_string(row, 1, note, formats.prose("lead"))
        sheet.set_row(row, 30 if len(note) < 190 else 45)
        row += 1
    if profile is None:
        sheet.merge_range(row + 1, 1, row + 1, 2, "", formats.prose("empty"))
        sheet.write_string(
            row + 1,
            1,
            "Das Profil der Kommune fehlt noch; legen Sie in der Werkbank Name, Land "
            "und Planjahr fest.",
            formats.prose("empty"),
        )
    # Excel opens the file on the sheet that is active, not on the first.
    sheet.activate()


def _occasion(source: Source) -> list[tuple[str, str]]:
    """For which paper and body an edition was sealed, and from when it holds.

    Names are those of the edition's own rows, so that they stay whatever becomes of the draft.
    """
    version, lines = source.version, []
    if version.paper_id:
        row = source.db.one("SELECT * FROM paper WHERE id = ?", [version.paper_id]) or {}
        words = [row.get("paper_type"), row.get("reference"), row.get("title")]
        lines.append(("Anlage zu", " ".join(str(word) for word in words if word) or "Vorlage"))
    if version.body_id:
        body = source.db.value("SELECT title FROM body WHERE id = ?", [version.body_id])
        day = f", Sitzung am {german.day(version.meets_on)}" if version.meets_on else ""
        lines.append(("Liegt vor", f"{body or version.body_id}{day}"))
    if version.in_force_on:
        lines.append(("In Kraft ab", german.long_day(version.in_force_on)))
    return lines


def add_contents(book: Book) -> Worksheet:
    """Reserve the place of the contents; ``fill_contents`` writes them when all is known."""
    # Sheets stand in the order in which they are added and are not moved later.
    return book.add_sheet(CONTENTS, CONTENTS)


def fill_contents(book: Book, sheet: Worksheet) -> None:
    """One line with a link per sheet."""
    formats = book.formats
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, CONTENTS, formats.prose("title"))
    sheet.freeze_panes(2, 0)
    sheet.write_string(1, 0, "Blatt", formats.prose("header"))
    sheet.write_string(1, 1, "Was dort steht", formats.prose("header"))
    for row, entry in enumerate(book.entries, start=2):
        sheet.write_url(
            row,
            0,
            f"internal:{quoted(entry.sheet)}!A1",
            formats.prose("link"),
            entry.sheet,
            # Excel takes no longer tip for a link.
            f"Zum Blatt {entry.sheet}"[:255],
        )
        sheet.write_string(row, 1, entry.about, formats.prose("prose"))
