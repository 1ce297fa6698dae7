-- Words of a file that fit no field, such as "Q3, je nach Förderung" where a day belongs.
ALTER TABLE measure ADD COLUMN note TEXT;
ALTER TABLE organisation_unit ADD COLUMN note TEXT;
