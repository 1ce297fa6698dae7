"""Workbooks and open files out of the plan: the strategy report and the whole export.

Everything is written from one version of the plan, so a sealed edition gives the same cells again
years later.  Figures come from ``strategy.figures``; nothing is counted here a second time.
"""
