-- The only place where identity and biometrics meet: case, encounter, registry number, person, candidates.
CREATE TABLE links.encounter (
    case_id BLOB PRIMARY KEY CHECK (length(case_id) = 16),
    encounter_id BLOB NOT NULL UNIQUE CHECK (length(encounter_id) = 16),
    number BLOB NOT NULL UNIQUE CHECK (length(number) = 16),
    ledger_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE links.registration (
    number BLOB PRIMARY KEY REFERENCES encounter (number),
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    person_id BLOB NOT NULL CHECK (length(person_id) = 16),
    case_id BLOB NOT NULL UNIQUE REFERENCES encounter (case_id),
    basis TEXT NOT NULL,
    ledger_sequence INTEGER NOT NULL
) STRICT;
CREATE INDEX links.registration_person ON registration (person_id);
CREATE INDEX links.registration_entry ON registration (ledger_sequence);

CREATE TABLE links.candidate (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    search_id BLOB NOT NULL CHECK (length(search_id) = 16),
    ordinal INTEGER NOT NULL,
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    number BLOB NOT NULL CHECK (length(number) = 16),
    score REAL NOT NULL,
    log10_lr REAL NOT NULL,
    fingers TEXT NOT NULL CHECK (length(fingers) <= 8192),
    -- 1 once the opinions decide: no examiner is waited for.
    decided INTEGER NOT NULL DEFAULT 0 CHECK (decided IN (0, 1)),
    ledger_sequence INTEGER NOT NULL
) STRICT;
CREATE INDEX links.candidate_case ON candidate (case_id);
CREATE INDEX links.candidate_waiting ON candidate (ledger_sequence, ordinal) WHERE decided = 0;

CREATE TABLE links.opinion (
    candidate_id BLOB NOT NULL REFERENCES candidate (id),
    officer_id BLOB NOT NULL CHECK (length(officer_id) = 16),
    ordinal INTEGER NOT NULL,
    adjudication TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (length(reason) <= 2000),
    at_ns INTEGER NOT NULL,
    ledger_sequence INTEGER NOT NULL,
    PRIMARY KEY (candidate_id, officer_id)
) STRICT;
CREATE INDEX links.opinion_entry ON opinion (ledger_sequence);

-- Which ledger entry made the rows of the biometric store that carry a mark.
CREATE TABLE links.mark (
    ledger_sequence INTEGER PRIMARY KEY,
    mark BLOB NOT NULL UNIQUE CHECK (length(mark) = 16)
) STRICT;

CREATE TABLE links.opening (
    ledger_sequence INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_id BLOB NOT NULL CHECK (length(owner_id) = 16),
    subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 32),
    salt BLOB NOT NULL CHECK (length(salt) = 32),
    payload BLOB NOT NULL,
    PRIMARY KEY (ledger_sequence, ordinal)
) STRICT;
CREATE INDEX links.opening_owner ON opening (owner_id);

-- Whose file this is and how many ledger entries there were when it was last written.
CREATE TABLE links.store_state (
    register_id BLOB NOT NULL CHECK (length(register_id) = 16),
    size INTEGER NOT NULL
) STRICT;
