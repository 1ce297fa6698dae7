"""The search over everything that a version of the plan holds."""
