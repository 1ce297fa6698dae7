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

-- What is due at an event without a day, promises that were given, and who is reminded where.
CREATE TABLE event (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    meeting_id TEXT,
    held_on DATE
);

ALTER TABLE deadline ADD COLUMN kind TEXT;
ALTER TABLE deadline ADD COLUMN event_id TEXT;
ALTER TABLE deadline ADD COLUMN person_id TEXT;
ALTER TABLE deadline ADD COLUMN paper_id TEXT;
ALTER TABLE deadline ADD COLUMN given_on DATE;
ALTER TABLE report_due ADD COLUMN event_id TEXT;
ALTER TABLE person ADD COLUMN email TEXT;
