-- How accessibility was tested, what a personnel rate is made of, and how tariffs are assumed to rise.

ALTER TABLE application ADD COLUMN accessibility_method TEXT;
ALTER TABLE application ADD COLUMN accessibility_tester TEXT;
ALTER TABLE application ADD COLUMN accessibility_tested_on DATE;
ALTER TABLE application ADD COLUMN accessibility_result TEXT;
ALTER TABLE application ADD COLUMN accessibility_report TEXT;

ALTER TABLE personnel_rate ADD COLUMN gross_cents BIGINT;
ALTER TABLE personnel_rate ADD COLUMN employer_share DECIMAL(9,4);

CREATE TABLE tariff_step (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    year INTEGER,
    increase DECIMAL(9,4),
    source TEXT
);
