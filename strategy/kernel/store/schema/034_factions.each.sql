-- Who stands in for whom and in which term; agendas with items that have no paper.
ALTER TABLE membership ADD COLUMN term_id TEXT;
ALTER TABLE membership ADD COLUMN deputy_for_id TEXT;

CREATE TABLE deputy (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    full_name TEXT,
    group_member_id TEXT,
    position BIGINT
);

CREATE TABLE agenda_item (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    meeting_id TEXT,
    number TEXT,
    public BOOLEAN,
    result TEXT
);

ALTER TABLE body ADD COLUMN members_complete BOOLEAN;
ALTER TABLE meeting ADD COLUMN minutes TEXT;
ALTER TABLE paper_proposer ADD COLUMN faction_id TEXT;
ALTER TABLE motion ADD COLUMN faction_id TEXT;
ALTER TABLE group_member ADD COLUMN faction_id TEXT;
