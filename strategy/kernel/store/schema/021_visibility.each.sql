-- Who may see an entry, for any table; papers and stations have their own column besides.
CREATE TABLE visibility (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    object_id TEXT,
    audience TEXT,
    reason TEXT
);
