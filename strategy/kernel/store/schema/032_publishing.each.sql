-- What the public and the council may read on the server's own pages.
CREATE TABLE publication (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    edition TEXT,
    note TEXT,
    released_at TIMESTAMP,
    withdrawn BOOLEAN
);

CREATE TABLE guest_link (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    edition TEXT,
    token_hash TEXT,
    valid_until DATE,
    withdrawn BOOLEAN
);

ALTER TABLE municipality ADD COLUMN imprint TEXT;
ALTER TABLE municipality ADD COLUMN privacy TEXT;
ALTER TABLE municipality ADD COLUMN accessibility TEXT;
ALTER TABLE municipality ADD COLUMN oparl_open BOOLEAN;
