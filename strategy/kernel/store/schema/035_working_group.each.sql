-- What a working group is to deal with, who comes for which topic, and who needs no nomination.
CREATE TABLE group_topic (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    body_id TEXT,
    parent_id TEXT,
    administrative BOOLEAN,
    status TEXT,
    position BIGINT
);

ALTER TABLE group_member ADD COLUMN ex_officio BOOLEAN;
ALTER TABLE group_member ADD COLUMN expert BOOLEAN;
ALTER TABLE group_member ADD COLUMN administrative_only BOOLEAN;
ALTER TABLE group_member ADD COLUMN topic_id TEXT;
ALTER TABLE agenda_item ADD COLUMN topic_id TEXT;
