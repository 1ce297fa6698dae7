"""The planning table: measures over the years, what they take of the caps, and the lines."""
