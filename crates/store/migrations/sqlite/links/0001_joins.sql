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
    -- Empty while the link is cut.
    person_id BLOB CHECK (length(person_id) = 16),
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
    -- Under the key of the case.
    reason BLOB NOT NULL CHECK (length(reason) <= 16384),
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
    -- Salt and payload, under the key of what it belongs to; an officer's plain.
    sealed BLOB NOT NULL CHECK (length(sealed) >= 32),
    PRIMARY KEY (ledger_sequence, ordinal)
) STRICT;
CREATE INDEX links.opening_owner ON opening (owner_id);

-- Whose file this is and how many ledger entries there were when it was last written.
CREATE TABLE links.store_state (
    register_id BLOB NOT NULL CHECK (length(register_id) = 16),
    size INTEGER NOT NULL
) STRICT;

-- Where each registered or archived record is in its life; the states before stand in links.life.
CREATE TABLE links.life_head (
    number BLOB PRIMARY KEY CHECK (length(number) = 16),
    basis TEXT NOT NULL,
    registered_on TEXT NOT NULL CHECK (length(registered_on) = 10),
    territory INTEGER NOT NULL CHECK (territory BETWEEN 0 AND 99),
    registered_entry INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (length(state) <= 128),
    joined_until TEXT CHECK (length(joined_until) = 10)
) STRICT;

-- Every change of state; append-only until the record is destroyed.
CREATE TABLE links.life (
    number BLOB NOT NULL CHECK (length(number) = 16),
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (length(state) <= 128),
    joined_until TEXT CHECK (length(joined_until) = 10),
    ground TEXT NOT NULL CHECK (length(ground) <= 4096),
    ledger_sequence INTEGER NOT NULL,
    PRIMARY KEY (number, version)
) STRICT;
CREATE INDEX links.life_entry ON life (ledger_sequence);

-- Events that move terms, of a person or of one record.
CREATE TABLE links.event (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    person_id BLOB CHECK (length(person_id) = 16),
    number BLOB CHECK (length(number) = 16),
    kind TEXT NOT NULL,
    event_date TEXT NOT NULL CHECK (length(event_date) = 10),
    -- Number of the record or decision, under the key of the person or of the record.
    reference BLOB NOT NULL CHECK (length(reference) <= 1024),
    noted_by BLOB CHECK (length(noted_by) = 16),
    noted_at_ns INTEGER NOT NULL,
    ledger_sequence INTEGER NOT NULL,
    CHECK ((person_id IS NULL) <> (number IS NULL))
) STRICT;
CREATE INDEX links.event_person ON event (person_id);
CREATE INDEX links.event_number ON event (number);
CREATE INDEX links.event_entry ON event (ledger_sequence);

CREATE TABLE links.annulment (
    event_id BLOB PRIMARY KEY REFERENCES event (id),
    annulled_on TEXT NOT NULL CHECK (length(annulled_on) = 10),
    annulled_by BLOB CHECK (length(annulled_by) = 16),
    reference BLOB NOT NULL CHECK (length(reference) <= 1024),
    ledger_sequence INTEGER NOT NULL
) STRICT;
CREATE INDEX links.annulment_entry ON annulment (ledger_sequence);

-- Acts, proposals, tombstones, carriers, marks of sweeps and feeds, keys of officers: append-only versions. None
-- names anybody.
CREATE TABLE links.document (
    kind TEXT NOT NULL CHECK (length(kind) <= 32),
    id BLOB NOT NULL CHECK (length(id) = 16),
    version INTEGER NOT NULL,
    -- The record it is destroyed with.
    number BLOB CHECK (length(number) = 16),
    body TEXT NOT NULL CHECK (length(body) <= 8388608),
    ledger_sequence INTEGER NOT NULL,
    PRIMARY KEY (kind, id, version)
) STRICT;
CREATE INDEX links.document_number ON document (number);
CREATE INDEX links.document_entry ON document (ledger_sequence);

-- Persons whose link to a record is cut, each under a key of its own (Art. 1(9)).
CREATE TABLE links.cut (
    number BLOB PRIMARY KEY REFERENCES registration (number),
    sealed BLOB NOT NULL CHECK (length(sealed) <= 1024),
    ledger_sequence INTEGER NOT NULL
) STRICT;

-- Keys to be erased after the commit that removed what they open; gone once they are.
CREATE TABLE links.erasure (
    domain INTEGER NOT NULL CHECK (domain BETWEEN 1 AND 3),
    id BLOB NOT NULL CHECK (length(id) = 16),
    PRIMARY KEY (domain, id)
) STRICT;
