-- Levels inside a system of life domains.

ALTER TABLE life_domain ADD COLUMN parent_id TEXT;
