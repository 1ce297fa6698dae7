"""Hand a long table to DuckDB in batches, which it reads side by side."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

# DuckDB reads the batches of an Arrow table side by side, but never the rows of one.
_BATCH = 16_384


def in_batches(table: pa.Table) -> pa.Table:
    """The same rows in batches; a coded column has in each batch only the texts used there.

    DuckDB unpacks all texts of a coded column anew for every batch, which for a large table takes
    longer than storing it, and small batches of texts stay in the cache of the processor.
    """
    table = table.combine_chunks()
    coded = {
        name: column.chunk(0)
        for name, column in zip(table.column_names, table.columns, strict=True)
        if pa.types.is_dictionary(column.type) and column.num_chunks == 1
    }
    if not coded:
        return pa.Table.from_batches(table.to_batches(max_chunksize=_BATCH), table.schema)
    batches = []
    for start in range(0, table.num_rows, _BATCH):
        part = table.slice(start, _BATCH)
        # The fields of a line share their indices: which of them are used is found out once.
        used: dict[tuple[object, ...], pa.DictionaryArray] = {}
        arrays = []
        for name in table.column_names:
            if name not in coded:
                arrays.append(part.column(name).combine_chunks())
                continue
            indices, texts = coded[name].indices, coded[name].dictionary
            place = (indices.offset, *(one and one.address for one in indices.buffers()))
            if place not in used:
                used[place] = pc.dictionary_encode(indices.slice(start, _BATCH))
            few = used[place]
            arrays.append(pa.DictionaryArray.from_arrays(few.indices, texts.take(few.dictionary)))
        batches.append(pa.RecordBatch.from_arrays(arrays, schema=table.schema))
    return pa.Table.from_batches(batches, table.schema)
