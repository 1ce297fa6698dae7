-- What the sheet of a measure says beside its cost: who stands up for it, who runs what comes of
-- it, and how much it gives to a goal.

ALTER TABLE measure ADD COLUMN sponsor TEXT;
ALTER TABLE measure ADD COLUMN operator TEXT;
ALTER TABLE measure ADD COLUMN challenge TEXT;
ALTER TABLE measure ADD COLUMN market TEXT;

ALTER TABLE link ADD COLUMN weight DECIMAL(9,4);
