"""Motions on a reading: what they change, what that does to the plan, and how they are decided."""
