"""Measurements: ``python -m benchmarks`` or ``python -m benchmarks.report``."""
