"""One column of a sheet as arrays: texts, numbers and the few cells that are something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from strategy.intake.reading.grid import Cell

Numbers = np.ndarray[Any, Any]


@dataclass
class SheetColumn:
    """``texts`` (strings) has null where a cell is no text; ``places`` are the positions of the
    number cells in ascending order and ``floats`` their values; ``others`` maps positions to dates
    and truths.  Every position stands in at most one of them, a blank cell in none."""

    texts: pa.Array
    places: Numbers
    floats: Numbers
    others: dict[int, Any]

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, part: slice) -> SheetColumn:
        first, last, _ = part.indices(len(self))
        low, high = np.searchsorted(self.places, (first, last))
        return SheetColumn(
            self.texts.slice(first, max(0, last - first)),
            self.places[low:high] - first,
            self.floats[low:high],
            {place - first: cell for place, cell in self.others.items() if first <= place < last},
        )

    def take(self, kept: Numbers) -> SheetColumn:
        """The cells at these positions, which must ascend."""
        at = np.full(len(self), -1)
        at[kept] = np.arange(len(kept))
        places = at[self.places]
        return SheetColumn(
            self.texts.take(pa.array(kept)),
            places[places >= 0],
            self.floats[places >= 0],
            {int(at[place]): cell for place, cell in self.others.items() if at[place] >= 0},
        )

    def filled(self) -> Numbers:
        """Which cells hold anything."""
        mask = np.array(self.texts.is_valid().to_numpy(zero_copy_only=False), dtype=bool)
        mask[self.places] = True
        mask[list(self.others)] = True
        return mask

    def to_pylist(self) -> list[Cell]:
        """The cells one by one, as a list of a workbook's column has them."""
        cells: list[Cell] = self.texts.to_pylist()
        for place, number in zip(self.places.tolist(), self.floats.tolist(), strict=True):
            cells[place] = number
        for place, cell in self.others.items():
            cells[place] = cell
        return cells
