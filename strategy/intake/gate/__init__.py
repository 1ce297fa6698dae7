"""First stage: may this file be opened at all, and in which limited process."""
