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
    -- Empty while the link is cut.
    person_id BYTEA CHECK (length(person_id) = 16),
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
    -- Under the key of the case.
    reason BYTEA NOT NULL CHECK (length(reason) <= 16384),
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
    -- Salt and payload, under the key of what it belongs to; an officer's plain.
    sealed BYTEA NOT NULL CHECK (length(sealed) >= 32),
    PRIMARY KEY (ledger_sequence, ordinal)
);
CREATE INDEX opening_owner ON links.opening (owner_id);

-- Whose schema this is and how many ledger entries there were when it was last written.
CREATE TABLE links.store_state (
    register_id BYTEA NOT NULL CHECK (length(register_id) = 16),
    size BIGINT NOT NULL
);

-- Where each registered or archived record is in its life; the states before stand in links.life.
CREATE TABLE links.life_head (
    number BYTEA PRIMARY KEY CHECK (length(number) = 16),
    basis TEXT NOT NULL,
    registered_on TEXT NOT NULL CHECK (length(registered_on) = 10),
    territory BIGINT NOT NULL CHECK (territory BETWEEN 0 AND 99),
    registered_entry BIGINT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (length(state) <= 128),
    joined_until TEXT CHECK (length(joined_until) = 10)
);

-- Every change of state; append-only until the record is destroyed.
CREATE TABLE links.life (
    number BYTEA NOT NULL CHECK (length(number) = 16),
    version BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (length(state) <= 128),
    joined_until TEXT CHECK (length(joined_until) = 10),
    ground TEXT NOT NULL CHECK (length(ground) <= 4096),
    ledger_sequence BIGINT NOT NULL,
    PRIMARY KEY (number, version)
);
CREATE INDEX life_entry ON links.life (ledger_sequence);

-- Events that move terms, of a person or of one record.
CREATE TABLE links.event (
    id BYTEA PRIMARY KEY CHECK (length(id) = 16),
    person_id BYTEA CHECK (length(person_id) = 16),
    number BYTEA CHECK (length(number) = 16),
    kind TEXT NOT NULL,
    event_date TEXT NOT NULL CHECK (length(event_date) = 10),
    -- Number of the record or decision, under the key of the person or of the record.
    reference BYTEA NOT NULL CHECK (length(reference) <= 1024),
    noted_by BYTEA CHECK (length(noted_by) = 16),
    noted_at_ns BIGINT NOT NULL,
    ledger_sequence BIGINT NOT NULL,
    CHECK ((person_id IS NULL) <> (number IS NULL))
);
CREATE INDEX event_person ON links.event (person_id);
CREATE INDEX event_number ON links.event (number);
CREATE INDEX event_entry ON links.event (ledger_sequence);

CREATE TABLE links.annulment (
    event_id BYTEA PRIMARY KEY REFERENCES links.event (id) DEFERRABLE,
    annulled_on TEXT NOT NULL CHECK (length(annulled_on) = 10),
    annulled_by BYTEA CHECK (length(annulled_by) = 16),
    reference BYTEA NOT NULL CHECK (length(reference) <= 1024),
    ledger_sequence BIGINT NOT NULL
);
CREATE INDEX annulment_entry ON links.annulment (ledger_sequence);

-- Acts, proposals, tombstones, carriers, marks of sweeps and feeds, keys of officers: append-only versions. None
-- names anybody.
CREATE TABLE links.document (
    kind TEXT NOT NULL CHECK (length(kind) <= 32),
    id BYTEA NOT NULL CHECK (length(id) = 16),
    version BIGINT NOT NULL,
    -- The record it is destroyed with.
    number BYTEA CHECK (length(number) = 16),
    body TEXT NOT NULL CHECK (length(body) <= 8388608),
    ledger_sequence BIGINT NOT NULL,
    PRIMARY KEY (kind, id, version)
);
CREATE INDEX document_number ON links.document (number);
CREATE INDEX document_entry ON links.document (ledger_sequence);

-- Persons whose link to a record is cut, each under a key of its own (Art. 1(9)).
CREATE TABLE links.cut (
    number BYTEA PRIMARY KEY REFERENCES links.registration (number) DEFERRABLE,
    sealed BYTEA NOT NULL CHECK (length(sealed) <= 1024),
    ledger_sequence BIGINT NOT NULL
);

-- Keys to be erased after the commit that removed what they open; gone once they are.
CREATE TABLE links.erasure (
    domain BIGINT NOT NULL CHECK (domain BETWEEN 1 AND 3),
    id BYTEA NOT NULL CHECK (length(id) = 16),
    PRIMARY KEY (domain, id)
);
