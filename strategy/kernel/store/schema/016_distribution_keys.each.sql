-- Named keys that split the cost of shared applications over units, and their units.
CREATE TABLE distribution_key (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    basis TEXT,
    note TEXT
);

CREATE TABLE distribution_key_share (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    distribution_key_id TEXT,
    organisation_id TEXT,
    share DECIMAL(9,4),
    users BIGINT
);

-- The key that was last applied to the application; its shares stand in application_use.
ALTER TABLE application ADD COLUMN distribution_key_id TEXT;
