"""Figures in euros and posts: cost, its allocation, the budget, the strategy, personnel."""
