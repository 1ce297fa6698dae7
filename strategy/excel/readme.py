"""The text beside an export that says how to read it without this program."""

from __future__ import annotations

from strategy.excel.book import ReportHead
from strategy.kernel import german


def readme_text(head: ReportHead, parquet: bool, withheld: str | None = None) -> str:
    """German instructions with a query that runs in plain DuckDB."""
    if parquet:
        kind = (
            "Jede Datei mit der Endung .parquet ist eine Tabelle des Plans, so wie sie\n"
            "gespeichert ist. Geldbeträge stehen in ganzen Cent, Prozente als Prozentpunkte,\n"
            "Zeitpunkte in UTC."
        )
        query = (
            "SELECT m.id, m.title, k.year, sum(k.amount_cents) / 100.0 AS euro\n"
            "FROM 'measure.parquet' m JOIN 'cost_line.parquet' k ON k.measure_id = m.id\n"
            "GROUP BY ALL ORDER BY m.id, k.year;"
        )
    else:
        kind = (
            "Jede Datei mit der Endung .csv ist eine Tabelle des Plans: UTF-8 mit BOM, Semikolon\n"
            "als Trenner, Komma als Dezimalzeichen, Beträge in Euro, Tage als TT.MM.JJJJ,\n"
            "Zeitpunkte in deutscher Zeit. Vor Text, den ein Tabellenprogramm für eine Formel\n"
            "halten könnte (er beginnt mit = + - @), steht ein Apostroph. Ein leeres Feld heißt:\n"
            "nicht bekannt."
        )
        query = (
            'SELECT "Nr.", "Titel", "Stand"\n'
            "FROM read_csv('measure.csv', delim = ';', header = true, all_varchar = true)\n"
            'ORDER BY "Nr.";'
        )
    return (
        f"{head.municipality}: Plan der Digitalstrategie als offene Dateien\n\n"
        f"Fassung: {head.version_words}\n"
        f"Stand: {german.day(head.stand)}\n"
        f"Prüfsumme des Inhalts: {head.content_hash}\n\n"
        + (f"{withheld}\n\n" if withheld else "")
        + f"{kind}\n\n"
        "schema.json nennt zu jeder Tabelle die Spalten mit Datentyp, deutscher Bezeichnung,\n"
        "erlaubten Wörtern und der Tabelle, auf die eine Spalte verweist.\n\n"
        "So lesen Sie die Dateien ohne die Werkbank, zum Beispiel mit dem freien Programm DuckDB,\n"
        "gestartet in diesem Ordner:\n\n"
        f"{query}\n"
    )
