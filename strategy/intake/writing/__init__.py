"""Last stage: compare with the plan and write, in one action or not at all."""
