"""A run of a page: its session and plan, who looks, errors, and what was drawn before."""
