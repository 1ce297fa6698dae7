-- What concerns the plan file as a whole: its versions, its history, its numbers.
CREATE SCHEMA plan;
CREATE SCHEMA history;

CREATE TABLE plan.migration (number INTEGER PRIMARY KEY, name TEXT, applied_at TIMESTAMP);

-- kind: draft, scenario, edition. hash: content at the moment of sealing.
CREATE TABLE plan.version (
    name TEXT PRIMARY KEY, kind TEXT, title TEXT, note TEXT,
    created_at TIMESTAMP, created_by TEXT, base TEXT, base_action BIGINT, hash TEXT
);
INSERT INTO plan.version VALUES ('main', 'draft', 'Entwurf', NULL, NULL, NULL, NULL, 0, NULL);

-- The last number given per id prefix; shared by all versions, so that no id means two things.
CREATE TABLE plan.number (prefix TEXT PRIMARY KEY, last BIGINT);

-- How files of one source and shape are read; kept from import to import.
CREATE TABLE plan.mapping (
    kind TEXT, shape TEXT, mapping TEXT, file_name TEXT, saved_at TIMESTAMP, saved_by TEXT
);

-- kind: do, undo, redo. target: the action that an undo or redo turns back.
CREATE TABLE history.action (
    id BIGINT PRIMARY KEY, actor TEXT, happened_at TIMESTAMP, what TEXT, schema_name TEXT,
    kind TEXT, target BIGINT, undone BOOLEAN
);

CREATE SEQUENCE history.change_seq;
CREATE TABLE history.change (
    seq BIGINT DEFAULT nextval('history.change_seq'), action_id BIGINT, schema_name TEXT,
    table_name TEXT, row_id TEXT, "before" JSON, "after" JSON
);
