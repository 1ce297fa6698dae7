-- What colleagues say to each other about an entry; never part of what is handed on.
CREATE TABLE comment (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    object_id TEXT,
    body TEXT,
    said_by TEXT,
    said_at TIMESTAMP,
    person_id TEXT,
    resolved BOOLEAN,
    resolved_by TEXT
);
