"""How much a file from outside may take: size, packed size, memory and time.

The numbers are generous for honest municipal files (a budget of 100,000 rows is about 10 MB)
and small enough that an office server goes on serving others meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits of one reading; sizes in bytes, times in seconds."""

    workbook_bytes: int = 50 * MEGABYTE
    text_bytes: int = 300 * MEGABYTE
    unpacked_bytes: int = 1024 * MEGABYTE
    # Spreadsheet XML packs to about a tenth; only made-up files reach hundreds.  Small parts are
    # let off, because a short and very regular sheet packs well and can do no harm.
    pack_ratio: int = 200
    ratio_from_bytes: int = 20 * MEGABYTE
    # Every distinct text of a workbook is held in memory at once by the reader.
    shared_text_bytes: int = 200 * MEGABYTE
    entries: int = 5_000
    memory_bytes: int = 450 * MEGABYTE
    columns: int = 2_000
    # Sheets of at least so many bytes of XML are looked through while the reader is at work.  A
    # sheet that overwhelms the reader then ends the process before anybody can say why, so this
    # is for a first try; ``None`` looks through everything beforehand.
    scan_beside_from: int | None = None

    def seconds_for(self, size: int, text: bool) -> int:
        """CPU seconds a file of ``size`` bytes may take: 4, and more for honestly big files."""
        per_megabyte = 0.2 if text else 2.0
        return 4 + int(size / MEGABYTE * per_megabyte)

    def memory_for(self, size: int, text: bool) -> int:
        """Bytes of memory above the bare reader; big text tables need a multiple of their size."""
        return self.memory_bytes + (4 * size if text else 6 * size)


def in_megabytes(size: int) -> str:
    """``52_428_800`` -> ``"50 MB"``."""
    return f"{max(1, round(size / MEGABYTE))} MB"
