"""Which measures, and when: the plan with the highest benefit within money, staff and rules."""
