"""The survey (Erhebung) per Amt: one workbook out, tolerant reading back in, three-way merge.

How it works:

1. ``sending`` writes one workbook per Amt (``form`` declares its sheets and columns, ``plan_rows``
   what is known already, ``workbook`` and ``cover`` the file) and keeps what was sent in the plan
   as a ``SurveyFile`` (``base``).  A token in a hidden sheet recognises the workbook later.
2. ``limited`` reads what comes back in a limited process of its own (``child``), so that no file
   can stop the server.  ``locating`` finds sheets and columns by a hidden row of keys or by their
   headers, never by position; ``cell_values`` reads single cells as people write them; ``naming``
   finds the objects that cells name.
3. ``comparing`` sets three states side by side, cell by cell: what was sent (base), what the plan
   holds today (mine) and what the file says (theirs).  Changed by the Amt alone: proposed.  By
   both: a conflict to decide.  Rows that are gone from the file are told, never deleted.
4. ``applying`` writes what was proposed and decided in one action that can be undone as a whole,
   with the origin of every value.  What the Amt now said becomes the base of its next file, so
   that reading the same file again changes nothing.
5. ``marking`` writes the errors as comments into a copy of the workbook.

A row with an error is never taken.  As long as a file has errors nothing of it is taken, unless
the user leaves these rows out; they then stay in the file and in the marked copy.
"""
