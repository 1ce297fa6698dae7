"""Figures of a workshop: cards and their fate, points, the pool of ideas."""
