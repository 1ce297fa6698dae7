-- The call a grant answers to, and the day until which one may apply.
ALTER TABLE funding ADD COLUMN call TEXT;
ALTER TABLE funding ADD COLUMN call_closes_on DATE;
