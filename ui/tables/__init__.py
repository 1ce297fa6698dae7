"""Tables of figures: German numbers, rows that lead further, the Excel file."""
