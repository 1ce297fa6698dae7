-- What a measure takes the place of, where its money stands in the budget, and the path of prices.

CREATE TABLE replacement (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    measure_id TEXT,
    application_id TEXT,
    kind TEXT,
    replaced_on DATE,
    parallel_months BIGINT,
    notice_on DATE,
    note TEXT
);

CREATE TABLE budget_share (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    measure_id TEXT,
    year INTEGER,
    product TEXT,
    account TEXT,
    share DECIMAL(9,4),
    state TEXT,
    note TEXT
);

CREATE TABLE price_step (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    year INTEGER,
    cost_type TEXT,
    increase DECIMAL(9,4),
    source TEXT
);
