-- Several judges score a measure, for example one per Fraktion; empty: the administration as one.
ALTER TABLE score ADD COLUMN judge TEXT;

-- What the points of a criterion mean.
CREATE TABLE scale_level (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    criterion_id TEXT,
    points DECIMAL(18, 4),
    body TEXT
);
