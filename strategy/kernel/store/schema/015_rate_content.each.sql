-- What the amount of a rate already contains (Arbeitsplatz, Gemeinkosten), so that it is not raised.
ALTER TABLE personnel_rate ADD COLUMN includes TEXT;
