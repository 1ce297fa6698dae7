-- The tables of one version of the plan; columns as declared by the nouns (a test compares them).
-- No FOREIGN KEY: in DuckDB it blocks edits of referenced rows. budget_line has no PRIMARY KEY,
-- because its index would cost more than the load of a million rows; ids come from one counter.

CREATE TABLE municipality (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    state TEXT,
    ags TEXT,
    inhabitants BIGINT,
    workplaces BIGINT,
    level_1 TEXT,
    level_2 TEXT,
    level_3 TEXT,
    head TEXT,
    council TEXT,
    administration TEXT,
    paper_types TEXT,
    vote_columns TEXT,
    account_plan TEXT,
    plan_year INTEGER,
    years_back BIGINT,
    years_ahead BIGINT,
    double_budget BOOLEAN
);

CREATE TABLE organisation_unit (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    short TEXT,
    number TEXT,
    parent_id TEXT,
    level BIGINT,
    head_function TEXT,
    staff_fte DECIMAL(9,4),
    valid_from DATE,
    valid_to DATE,
    successor_id TEXT
);

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    function TEXT,
    full_name TEXT,
    role TEXT,
    organisation_id TEXT,
    deputy_id TEXT,
    valid_to DATE
);

CREATE TABLE vision (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    body TEXT,
    horizon_year INTEGER,
    in_force BOOLEAN
);

CREATE TABLE principle (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    body TEXT,
    position BIGINT
);

CREATE TABLE framework_condition (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    area TEXT,
    body TEXT,
    consequence TEXT,
    source TEXT,
    due DATE
);

CREATE TABLE swot_entry (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    kind TEXT,
    weight BIGINT,
    body TEXT,
    source TEXT
);

CREATE TABLE goal (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    level TEXT,
    parent_id TEXT,
    body TEXT,
    target_year INTEGER,
    responsible_id TEXT,
    status TEXT,
    position BIGINT
);

CREATE TABLE indicator (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    goal_id TEXT,
    measure_id TEXT,
    unit TEXT,
    direction TEXT,
    baseline DECIMAL(18,4),
    baseline_day DATE,
    target DECIMAL(18,4),
    target_year INTEGER,
    source TEXT,
    responsible_id TEXT
);

CREATE TABLE indicator_value (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    indicator_id TEXT,
    measured_on DATE,
    amount DECIMAL(18,4),
    note TEXT
);

CREATE TABLE comparison_city (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    state TEXT,
    inhabitants BIGINT,
    strategy_year INTEGER,
    areas TEXT,
    lesson TEXT,
    source TEXT
);

CREATE TABLE comparison_value (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    city_id TEXT,
    indicator_id TEXT,
    year INTEGER,
    amount DECIMAL(18,4),
    source TEXT
);

CREATE TABLE production_variant (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    kind TEXT,
    body TEXT,
    one_off_cents BIGINT,
    yearly_cents BIGINT,
    duration_months BIGINT,
    own_fte DECIMAL(9,4),
    advantages TEXT,
    disadvantages TEXT,
    risk TEXT,
    recommended BOOLEAN,
    reason TEXT
);

CREATE TABLE application (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    key TEXT,
    purpose TEXT,
    category TEXT,
    organisation_id TEXT,
    owner_id TEXT,
    vendor TEXT,
    service_provider TEXT,
    operation TEXT,
    users BIGINT,
    contract_start DATE,
    contract_end DATE,
    notice_months BIGINT,
    support_end DATE,
    life_cycle TEXT,
    criticality TEXT,
    protection_need TEXT,
    dpa BOOLEAN,
    processing_record BOOLEAN,
    impact_assessment BOOLEAN,
    accessibility_tested BOOLEAN,
    functional_fit BIGINT,
    technical_fit BIGINT,
    time_decision TEXT,
    note TEXT,
    confirmed_on DATE
);

CREATE TABLE application_use (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    application_id TEXT,
    organisation_id TEXT,
    share DECIMAL(9,4),
    users BIGINT
);

CREATE TABLE application_interface (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    source_id TEXT,
    target_id TEXT,
    format TEXT,
    automatic BOOLEAN
);

CREATE TABLE project (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    key TEXT,
    body TEXT,
    organisation_id TEXT,
    application_id TEXT,
    status TEXT,
    phase TEXT,
    priority TEXT,
    starts_on DATE,
    ends_on DATE,
    progress DECIMAL(9,4),
    budget_cents BIGINT,
    endangered BOOLEAN,
    cause TEXT,
    options TEXT,
    note TEXT
);

CREATE TABLE cost_line (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    application_id TEXT,
    project_id TEXT,
    measure_id TEXT,
    title TEXT,
    organisation_id TEXT,
    year INTEGER,
    cost_type TEXT,
    recurrence TEXT,
    budget_kind TEXT,
    basis TEXT,
    amount_cents BIGINT,
    fte DECIMAL(9,4),
    grade TEXT,
    financing TEXT,
    useful_life_years BIGINT,
    product TEXT,
    account TEXT,
    note TEXT
);

CREATE TABLE personnel_rate (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    grade TEXT,
    year INTEGER,
    personnel_cents BIGINT,
    workplace_cents BIGINT,
    overhead DECIMAL(9,4),
    source TEXT
);

CREATE TABLE budget_line (
    id TEXT,
    version BIGINT NOT NULL,
    source TEXT,
    product TEXT,
    product_title TEXT,
    account TEXT,
    title TEXT,
    line_kind TEXT,
    year INTEGER,
    plan_type TEXT,
    amount_cents BIGINT,
    is_subtotal BOOLEAN,
    details TEXT,
    organisation_id TEXT,
    line_key TEXT,
    import_id TEXT,
    source_row BIGINT,
    source_column TEXT
);

CREATE TABLE service (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    key TEXT,
    topic TEXT,
    situation TEXT,
    addressee TEXT,
    organisation_id TEXT,
    application_id TEXT,
    online BOOLEAN,
    url TEXT,
    cases_analogue BIGINT,
    cases_digital BIGINT,
    efa TEXT,
    maturity_actual BIGINT,
    maturity_target BIGINT,
    note TEXT
);

CREATE TABLE maturity_model (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    edition TEXT,
    lowest BIGINT,
    highest BIGINT,
    source TEXT
);

CREATE TABLE maturity_criterion (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    model_id TEXT,
    title TEXT,
    area TEXT,
    weight DECIMAL(9,4),
    only_if_required BOOLEAN,
    position BIGINT
);

CREATE TABLE assessment (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    model_id TEXT,
    service_id TEXT,
    organisation_id TEXT,
    assessed_on DATE
);

CREATE TABLE assessment_answer (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    assessment_id TEXT,
    criterion_id TEXT,
    applicable BOOLEAN,
    actual BIGINT,
    target BIGINT,
    reason TEXT
);

CREATE TABLE interview (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    organisation_id TEXT,
    function TEXT,
    held_on DATE,
    status TEXT,
    guideline TEXT,
    body TEXT
);

CREATE TABLE finding (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    kind TEXT,
    interview_id TEXT,
    organisation_id TEXT,
    body TEXT
);

CREATE TABLE recommendation (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    kind TEXT,
    body TEXT
);

CREATE TABLE survey_round (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    asked_by TEXT,
    reason TEXT,
    sent_on DATE,
    due DATE
);

CREATE TABLE survey_reply (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    round_id TEXT,
    organisation_id TEXT,
    status TEXT,
    returned_on DATE,
    file_name TEXT
);

CREATE TABLE workshop (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    held_on DATE,
    place TEXT,
    status TEXT,
    cards_per_person BIGINT,
    points_per_person BIGINT,
    accumulate BOOLEAN,
    own_cards BOOLEAN,
    moderated BOOLEAN,
    anonymous BOOLEAN,
    note TEXT
);

CREATE TABLE workshop_phase (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    workshop_id TEXT,
    title TEXT,
    kind TEXT,
    question TEXT,
    minutes BIGINT,
    position BIGINT
);

CREATE TABLE participant_group (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    workshop_id TEXT,
    title TEXT,
    invited BIGINT,
    present BIGINT
);

CREATE TABLE cluster (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    workshop_id TEXT,
    title TEXT,
    domain_id TEXT,
    note TEXT
);

CREATE TABLE card (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    workshop_id TEXT,
    phase_id TEXT,
    body TEXT,
    group_id TEXT,
    cluster_id TEXT,
    state TEXT,
    merged_into_id TEXT,
    reason TEXT,
    code TEXT
);

CREATE TABLE point (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    workshop_id TEXT,
    phase_id TEXT,
    cluster_id TEXT,
    card_id TEXT,
    group_id TEXT,
    points BIGINT
);

CREATE TABLE life_domain_system (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    source TEXT,
    is_leading BOOLEAN
);

CREATE TABLE life_domain (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    system_id TEXT,
    title TEXT,
    body TEXT,
    position BIGINT
);

CREATE TABLE domain_mapping (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    from_id TEXT,
    to_id TEXT
);

CREATE TABLE measure (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    key TEXT,
    domain_id TEXT,
    body TEXT,
    effect TEXT,
    target_group TEXT,
    origin TEXT,
    driver TEXT,
    organisation_id TEXT,
    partners TEXT,
    status TEXT,
    priority TEXT,
    starts_on DATE,
    ends_on DATE,
    effort BIGINT,
    benefit BIGINT,
    progress DECIMAL(9,4),
    mandatory BOOLEAN,
    reason TEXT
);

CREATE TABLE funding (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    measure_id TEXT,
    project_id TEXT,
    rate DECIMAL(9,4),
    cap_cents BIGINT,
    eligible_cents BIGINT,
    applied_on DATE,
    granted_on DATE,
    proof_due DATE,
    earmarked_until DATE
);

CREATE TABLE dependency (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    measure_id TEXT,
    kind TEXT,
    other_id TEXT
);

CREATE TABLE milestone (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    project_id TEXT,
    measure_id TEXT,
    due DATE,
    reached_on DATE
);

CREATE TABLE risk (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    project_id TEXT,
    measure_id TEXT,
    likelihood BIGINT,
    damage BIGINT,
    response TEXT
);

CREATE TABLE criterion (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    weight DECIMAL(9,4),
    knock_out BOOLEAN,
    body TEXT,
    position BIGINT
);

CREATE TABLE score (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    measure_id TEXT,
    criterion_id TEXT,
    points DECIMAL(18,4),
    reason TEXT
);

CREATE TABLE plan_entry (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    measure_id TEXT,
    year INTEGER,
    stage TEXT,
    note TEXT
);

CREATE TABLE chapter (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    position BIGINT,
    body TEXT
);

CREATE TABLE body (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    kind TEXT,
    seats BIGINT,
    position BIGINT
);

CREATE TABLE meeting (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    body_id TEXT,
    held_on DATE,
    postponed_from DATE,
    place TEXT,
    cancelled BOOLEAN,
    note TEXT
);

CREATE TABLE paper (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    reference TEXT,
    paper_type TEXT,
    dated DATE,
    originator TEXT,
    organisation_id TEXT,
    public BOOLEAN,
    status TEXT,
    proposal TEXT,
    facts TEXT,
    opinion TEXT,
    financial_effects TEXT,
    basis TEXT,
    predecessor_id TEXT,
    in_force_on DATE
);

CREATE TABLE consultation (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    paper_id TEXT,
    body_id TEXT,
    meeting_id TEXT,
    position BIGINT,
    held_on DATE,
    postponed_from DATE,
    agenda_item TEXT,
    public BOOLEAN,
    role TEXT,
    yes BIGINT,
    no BIGINT,
    abstentions BIGINT,
    present BIGINT,
    outcome TEXT,
    note TEXT
);

CREATE TABLE resolution (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    reference TEXT,
    paper_id TEXT,
    body_id TEXT,
    decided_on DATE,
    body TEXT,
    due DATE,
    status TEXT,
    report TEXT
);

CREATE TABLE group_member (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    body_id TEXT,
    role TEXT,
    condition TEXT,
    named BOOLEAN,
    full_name TEXT,
    deputies_named BIGINT,
    name_until DATE
);

CREATE TABLE deadline (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    due DATE,
    event TEXT,
    organisation_id TEXT,
    done_on DATE
);

CREATE TABLE report_due (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT,
    body_id TEXT,
    resolution_id TEXT,
    due DATE,
    event TEXT,
    delivered_on DATE
);

CREATE TABLE link (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    from_id TEXT,
    kind TEXT,
    to_id TEXT,
    note TEXT,
    linked_at TIMESTAMP,
    linked_by TEXT
);

CREATE TABLE import_run (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    kind TEXT,
    file_name TEXT,
    file_hash TEXT,
    sheet TEXT,
    source TEXT,
    imported_at TIMESTAMP,
    imported_by TEXT,
    rows_read BIGINT,
    rows_added BIGINT,
    rows_changed BIGINT,
    rows_unchanged BIGINT,
    rows_missing BIGINT
);

CREATE TABLE provenance (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    import_id TEXT,
    object_id TEXT,
    source_row BIGINT,
    cells TEXT
);
