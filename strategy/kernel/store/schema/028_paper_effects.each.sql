-- What a council paper has to say of its money beside the figures: the form "Finanzielle
-- Auswirkungen" as Leipzig and others print it.
ALTER TABLE paper ADD COLUMN has_effects BOOLEAN;
ALTER TABLE paper ADD COLUMN cheaper_checked BOOLEAN;
ALTER TABLE paper ADD COLUMN if_rejected TEXT;
ALTER TABLE paper ADD COLUMN other_units TEXT;
ALTER TABLE paper ADD COLUMN staff_council TEXT;
ALTER TABLE paper ADD COLUMN occasion TEXT;
ALTER TABLE paper ADD COLUMN with_variants BOOLEAN;
