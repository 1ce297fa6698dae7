-- Contracts with a fixed end: nobody gives notice, and nothing is freed before that day.
ALTER TABLE application ADD COLUMN ends_by_itself BOOLEAN;
