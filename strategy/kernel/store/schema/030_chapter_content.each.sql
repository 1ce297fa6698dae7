-- What of the plan a chapter of the strategy shows behind its own text.
ALTER TABLE chapter ADD COLUMN holds TEXT;
