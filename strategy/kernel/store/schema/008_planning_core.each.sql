-- What a plan is decided by: caps on money and staff, rules about start years, ranges of cost,
-- grants of a fixed amount and the years they are paid for.

ALTER TABLE cost_line ADD COLUMN low_cents BIGINT;
ALTER TABLE cost_line ADD COLUMN high_cents BIGINT;

ALTER TABLE funding ADD COLUMN fixed_cents BIGINT;
ALTER TABLE funding ADD COLUMN first_year INTEGER;
ALTER TABLE funding ADD COLUMN last_year INTEGER;

CREATE TABLE budget_cap (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    kind TEXT,
    year INTEGER,
    organisation_id TEXT,
    amount_cents BIGINT,
    source TEXT,
    noted_on DATE
);

CREATE TABLE staff_cap (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    organisation_id TEXT,
    year INTEGER,
    fte DECIMAL(9,4),
    source TEXT,
    noted_on DATE
);

CREATE TABLE planning_rule (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    kind TEXT,
    measure_id TEXT,
    domain_id TEXT,
    year INTEGER,
    count BIGINT,
    amount_cents BIGINT,
    source TEXT,
    noted_on DATE
);

CREATE TABLE cost_band (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    cost_type TEXT,
    low_percent DECIMAL(9,4),
    high_percent DECIMAL(9,4),
    driver TEXT,
    common_percent DECIMAL(9,4),
    source TEXT,
    noted_on DATE
);
