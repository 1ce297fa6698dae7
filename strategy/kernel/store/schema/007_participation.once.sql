-- Who takes part in a workshop by phone: a random mark per device and what it has sent.  It keeps
-- limits, and counts a form once that was sent twice.  It is no part of any version and has no
-- history, so that it can be wiped for good when the workshop is over.

CREATE SCHEMA participation;

CREATE TABLE participation.participant (
    workshop_id TEXT NOT NULL,
    mark TEXT NOT NULL,
    group_id TEXT,
    joined_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workshop_id, mark)
);

CREATE TABLE participation.receipt (
    workshop_id TEXT NOT NULL,
    mark TEXT NOT NULL,
    token TEXT NOT NULL,
    kind TEXT NOT NULL,
    phase_id TEXT,
    object_id TEXT,
    points BIGINT,
    received_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workshop_id, mark, token)
);
