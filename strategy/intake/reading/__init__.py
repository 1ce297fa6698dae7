"""Second stage: from a file that passed the gate to a grid of cells and a typed table."""
