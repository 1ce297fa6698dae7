"""Links between any two objects, and the names behind ids."""
