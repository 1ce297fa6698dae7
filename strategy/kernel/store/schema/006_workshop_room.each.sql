-- What a workshop needs that is run on phones and on paper: its code and what is open just now,
-- where cards and points came from, printed cards, reasons for declining a card.

ALTER TABLE workshop ADD COLUMN format TEXT;
ALTER TABLE workshop ADD COLUMN code TEXT;
ALTER TABLE workshop ADD COLUMN activity TEXT;
ALTER TABLE workshop ADD COLUMN phase_id TEXT;
ALTER TABLE workshop ADD COLUMN ends_at TIMESTAMP;
ALTER TABLE workshop ADD COLUMN results_shown BOOLEAN;

ALTER TABLE workshop_phase ADD COLUMN table_count BIGINT;
ALTER TABLE workshop_phase ADD COLUMN rounds BIGINT;

ALTER TABLE card ADD COLUMN domain_id TEXT;
ALTER TABLE card ADD COLUMN split_from_id TEXT;
ALTER TABLE card ADD COLUMN source TEXT;
ALTER TABLE card ADD COLUMN received_at TIMESTAMP;

ALTER TABLE point ADD COLUMN source TEXT;

CREATE TABLE printed_card (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    workshop_id TEXT,
    number BIGINT,
    code TEXT
);

CREATE TABLE rejection_reason (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    position BIGINT
);
