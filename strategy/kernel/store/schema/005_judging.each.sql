-- What judging needs: posts, synergies, evidence, confirmations, maturity models as uploaded
-- catalogues, and interviews by the questions of a guideline.

ALTER TABLE municipality ADD COLUMN fresh_months BIGINT;

ALTER TABLE project ADD COLUMN owner_id TEXT;
ALTER TABLE project ADD COLUMN confirmed_on DATE;

ALTER TABLE cost_line ADD COLUMN confirmed_on DATE;

ALTER TABLE service ADD COLUMN own BOOLEAN;
ALTER TABLE service ADD COLUMN online_year INTEGER;
ALTER TABLE service ADD COLUMN owner_id TEXT;
ALTER TABLE service ADD COLUMN confirmed_on DATE;

ALTER TABLE maturity_model ADD COLUMN rule TEXT;
ALTER TABLE maturity_model ADD COLUMN orientation_only BOOLEAN;

ALTER TABLE interview ADD COLUMN guideline_id TEXT;

CREATE TABLE post (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    number TEXT,
    organisation_id TEXT,
    grade TEXT,
    fte DECIMAL(9,4),
    filled_fte DECIMAL(9,4),
    vacant_reason TEXT,
    vacant_since DATE,
    new_in_year INTEGER,
    note TEXT,
    confirmed_on DATE
);

CREATE TABLE synergy (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    kind TEXT,
    organisation_id TEXT,
    year INTEGER,
    recurrence TEXT,
    amount_cents BIGINT,
    fte DECIMAL(9,4),
    status TEXT,
    project_id TEXT,
    measure_id TEXT,
    note TEXT,
    confirmed_on DATE
);

CREATE TABLE evidence (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    recommendation_id TEXT,
    figure TEXT,
    title TEXT,
    shown TEXT,
    noted_on DATE,
    note TEXT
);

CREATE TABLE maturity_level (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    model_id TEXT,
    criterion_id TEXT,
    level BIGINT,
    title TEXT
);

CREATE TABLE guideline (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    edition TEXT,
    body TEXT
);

CREATE TABLE guideline_question (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    guideline_id TEXT,
    title TEXT,
    topic TEXT,
    position BIGINT
);

CREATE TABLE interview_answer (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    interview_id TEXT,
    question_id TEXT,
    body TEXT
);
