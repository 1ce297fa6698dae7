-- A council paper with every field that papers of German councils show, and the vote as one entry.
ALTER TABLE paper ADD COLUMN also_written TEXT;
ALTER TABLE paper ADD COLUMN sign TEXT;
ALTER TABLE paper ADD COLUMN legal_basis TEXT;
ALTER TABLE paper ADD COLUMN addressed_to TEXT;
ALTER TABLE paper ADD COLUMN consulted_with TEXT;
ALTER TABLE paper ADD COLUMN to_revoke TEXT;
ALTER TABLE paper ADD COLUMN carrier_id TEXT;
ALTER TABLE paper ADD COLUMN carrier TEXT;
-- The sealed edition that is an annex of the paper: the name of a version, which is no row.
ALTER TABLE paper ADD COLUMN edition TEXT;

CREATE TABLE paper_proposer (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    paper_id TEXT,
    kind TEXT,
    law TEXT,
    position BIGINT
);

CREATE TABLE paper_signature (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    function TEXT,
    paper_id TEXT,
    full_name TEXT,
    side TEXT,
    in_original BOOLEAN,
    signed_on DATE,
    position BIGINT
);

CREATE TABLE paper_attachment (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    paper_id TEXT,
    found_at TEXT,
    dated DATE,
    public BOOLEAN,
    position BIGINT
);

CREATE TABLE postponement (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    former_day DATE,
    consultation_id TEXT,
    meeting_id TEXT,
    reason TEXT
);

ALTER TABLE consultation ADD COLUMN excluded BIGINT;

ALTER TABLE resolution ADD COLUMN consultation_id TEXT;
ALTER TABLE resolution ADD COLUMN form TEXT;
ALTER TABLE resolution ADD COLUMN conditions TEXT;
ALTER TABLE resolution ADD COLUMN amount_cents BIGINT;
ALTER TABLE resolution ADD COLUMN edition TEXT;
