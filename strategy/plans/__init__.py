"""Whole plans: a new one for a Land, the demo, the project's own CSV files, the check of a plan."""
