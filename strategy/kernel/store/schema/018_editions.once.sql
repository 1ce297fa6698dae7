-- For which paper, body and meeting an edition was sealed, and from which day it is in force.
-- Scenarios that were deleted lie in the bin with the same columns.
ALTER TABLE plan.version ADD COLUMN paper_id TEXT;
ALTER TABLE plan.version ADD COLUMN body_id TEXT;
ALTER TABLE plan.version ADD COLUMN meets_on DATE;
ALTER TABLE plan.version ADD COLUMN in_force_on DATE;
ALTER TABLE plan.bin ADD COLUMN paper_id TEXT;
ALTER TABLE plan.bin ADD COLUMN body_id TEXT;
ALTER TABLE plan.bin ADD COLUMN meets_on DATE;
ALTER TABLE plan.bin ADD COLUMN in_force_on DATE;
