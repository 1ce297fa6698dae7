"""The overview: stations, numbers with their small charts, what is next, the life domains."""
