-- Saved reports that run again with one click, and what a report says of a measure in trouble.
ALTER TABLE measure ADD COLUMN trouble TEXT;
ALTER TABLE measure ADD COLUMN options TEXT;
-- The measure in Leichte Sprache.
ALTER TABLE measure ADD COLUMN easy_text TEXT;

CREATE TABLE report_definition (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    audience TEXT,
    organisation_id TEXT,
    domain_id TEXT,
    status TEXT,
    sections TEXT,
    columns TEXT,
    first_day DATE,
    last_day DATE,
    edition TEXT,
    since TEXT
);
