-- Terms, factions and members of the council, and when a meeting begins.
CREATE TABLE legislative_term (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    starts_on DATE,
    ends_on DATE
);

CREATE TABLE faction (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    short_name TEXT,
    kind TEXT,
    term_id TEXT,
    starts_on DATE,
    ends_on DATE
);

CREATE TABLE membership (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    person_id TEXT,
    body_id TEXT,
    faction_id TEXT,
    role TEXT,
    voting BOOLEAN,
    deputy BOOLEAN,
    starts_on DATE,
    ends_on DATE
);

ALTER TABLE person ADD COLUMN name_public BOOLEAN;
ALTER TABLE meeting ADD COLUMN begins TEXT;
ALTER TABLE meeting ADD COLUMN ends TEXT;
