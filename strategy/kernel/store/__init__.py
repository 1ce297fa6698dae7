"""The plan file: the only place of the program that talks to DuckDB.

``Store.open`` gives the plan, ``store.read()`` a cursor for one use, ``store.write(actor)`` one
short transaction.  History, undo, versions, backup and checks are functions on a store.
"""

from strategy.kernel.store.cursor import Cursor
from strategy.kernel.store.database import Store, Transaction

__all__ = ["Cursor", "Store", "Transaction"]
