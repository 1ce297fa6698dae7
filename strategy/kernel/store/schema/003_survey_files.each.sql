-- The workbooks of a survey: what each Amt was sent and what it sent back.

ALTER TABLE survey_round ADD COLUMN closed_on DATE;

ALTER TABLE survey_reply ADD COLUMN sender TEXT;

ALTER TABLE survey_reply ADD COLUMN note TEXT;

CREATE TABLE survey_file (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    reply_id TEXT,
    direction TEXT,
    file_name TEXT,
    moved_at TIMESTAMP,
    moved_by TEXT,
    sender TEXT,
    token TEXT,
    file_hash TEXT,
    content TEXT
);
