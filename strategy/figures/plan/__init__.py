"""Figures of the plan: goals, life domains, measures, bodies, recommendations."""
