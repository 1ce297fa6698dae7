-- That one of the five steps is done, as declared by the coordinator.
CREATE TABLE step_done (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    step TEXT,
    done_on DATE,
    note TEXT
);
