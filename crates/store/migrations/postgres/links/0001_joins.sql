-- The only place where identity and biometrics meet: case, encounter, registry number, person, candidates.
CREATE TABLE links.encounter (
    case_id BYTEA PRIMARY KEY CHECK (length(case_id) = 16),
    encounter_id BYTEA NOT NULL UNIQUE CHECK (length(encounter_id) = 16),
    number BYTEA NOT NULL UNIQUE CHECK (length(number) = 16),
    ledger_sequence BIGINT NOT NULL
);

CREATE TABLE links.registration (
    number BYTEA PRIMARY KEY REFERENCES links.encounter (number) DEFERRABLE,
    id BYTEA NOT NULL UNIQUE CHECK (length(id) = 16),
    person_id BYTEA NOT NULL CHECK (length(person_id) = 16),
    case_id BYTEA NOT NULL UNIQUE REFERENCES links.encounter (case_id) DEFERRABLE,
    basis TEXT NOT NULL,
    ledger_sequence BIGINT NOT NULL
);
CREATE INDEX registration_person ON links.registration (person_id);
CREATE INDEX registration_entry ON links.registration (ledger_sequence);

CREATE TABLE links.candidate (
    id BYTEA PRIMARY KEY CHECK (length(id) = 16),
    search_id BYTEA NOT NULL CHECK (length(search_id) = 16),
    ordinal BIGINT NOT NULL,
    case_id BYTEA NOT NULL CHECK (length(case_id) = 16),
    number BYTEA NOT NULL CHECK (length(number) = 16),
    score DOUBLE PRECISION NOT NULL,
    log10_lr DOUBLE PRECISION NOT NULL,
    fingers TEXT NOT NULL CHECK (length(fingers) <= 8192),
    -- 1 once the opinions decide: no examiner is waited for.
    decided BIGINT NOT NULL DEFAULT 0 CHECK (decided IN (0, 1)),
    ledger_sequence BIGINT NOT NULL
);
CREATE INDEX candidate_case ON links.candidate (case_id);
CREATE INDEX candidate_waiting ON links.candidate (ledger_sequence, ordinal) WHERE decided = 0;

CREATE TABLE links.opinion (
    candidate_id BYTEA NOT NULL REFERENCES links.candidate (id) DEFERRABLE,
    officer_id BYTEA NOT NULL CHECK (length(officer_id) = 16),
    ordinal BIGINT NOT NULL,
    adjudication TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (length(reason) <= 2000),
    at_ns BIGINT NOT NULL,
    ledger_sequence BIGINT NOT NULL,
    PRIMARY KEY (candidate_id, officer_id)
);
CREATE INDEX opinion_entry ON links.opinion (ledger_sequence);

-- Which ledger entry made the rows of the biometric store that carry a mark.
CREATE TABLE links.mark (
    ledger_sequence BIGINT PRIMARY KEY,
    mark BYTEA NOT NULL UNIQUE CHECK (length(mark) = 16)
);

CREATE TABLE links.opening (
    ledger_sequence BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_id BYTEA NOT NULL CHECK (length(owner_id) = 16),
    subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 32),
    salt BYTEA NOT NULL CHECK (length(salt) = 32),
    payload BYTEA NOT NULL,
    PRIMARY KEY (ledger_sequence, ordinal)
);
CREATE INDEX opening_owner ON links.opening (owner_id);

-- Whose schema this is and how many ledger entries there were when it was last written.
CREATE TABLE links.store_state (
    register_id BYTEA NOT NULL CHECK (length(register_id) = 16),
    size BIGINT NOT NULL
);
