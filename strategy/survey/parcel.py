"""All workbooks of a sending as one archive to download."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from strategy.survey.sending import Outgoing


def packed_parcel(books: Sequence[Outgoing]) -> bytes:
    """A zip archive with every workbook under its name."""
    target = io.BytesIO()
    # Workbooks are packed already; packing them again costs time and gains nothing.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for book in books:
            archive.writestr(book.file_name, book.data)
    return target.getvalue()
