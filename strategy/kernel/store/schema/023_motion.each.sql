-- A faction's motion to change what a paper lays before the council; its changes are a scenario.
CREATE TABLE motion (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    paper_id TEXT,
    proposer TEXT,
    reference TEXT,
    dated DATE,
    reason TEXT,
    scenario TEXT,
    status TEXT,
    body_id TEXT,
    decided_on DATE,
    yes BIGINT,
    no BIGINT,
    abstentions BIGINT,
    present BIGINT
);
