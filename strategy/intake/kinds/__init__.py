"""Fourth stage: what can be imported, and how a table becomes rows of that kind."""
