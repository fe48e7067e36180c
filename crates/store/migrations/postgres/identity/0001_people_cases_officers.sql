-- Who people are, their cases and certificates; officers and sessions. No biometric data, no registry number.
CREATE TABLE identity.person (
    id BYTEA PRIMARY KEY CHECK (length(id) = 16),
    version BIGINT NOT NULL,
    -- Of the newest version, for finding the person: keyed values, not the numbers.
    iin_index BYTEA UNIQUE CHECK (length(iin_index) = 32),
    document_index BYTEA CHECK (length(document_index) = 32),
    ledger_sequence BIGINT NOT NULL
);
CREATE INDEX person_document ON identity.person (document_index);

-- Details as the documents said at one time; append-only until the person is forgotten.
CREATE TABLE identity.person_version (
    person_id BYTEA NOT NULL REFERENCES identity.person (id) DEFERRABLE,
    version BIGINT NOT NULL,
    case_id BYTEA CHECK (length(case_id) = 16),
    -- The details, under the key of the person.
    sealed BYTEA NOT NULL CHECK (length(sealed) <= 65536),
    iin_index BYTEA CHECK (length(iin_index) = 32),
    document_index BYTEA CHECK (length(document_index) = 32),
    ledger_sequence BIGINT NOT NULL,
    PRIMARY KEY (person_id, version)
);
CREATE INDEX person_version_case ON identity.person_version (case_id);
CREATE INDEX person_version_entry ON identity.person_version (ledger_sequence);

-- The head of a case; what it says stands in its versions.
CREATE TABLE identity.case_file (
    id BYTEA PRIMARY KEY CHECK (length(id) = 16),
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    person_id BYTEA REFERENCES identity.person (id) DEFERRABLE,
    opened_at_ns BIGINT NOT NULL,
    ledger_sequence BIGINT NOT NULL
);
CREATE INDEX case_file_newest ON identity.case_file (opened_at_ns);
CREATE INDEX case_file_body ON identity.case_file (body, opened_at_ns);
CREATE INDEX case_file_person ON identity.case_file (person_id);

-- Every state a case was in; append-only until the case is declined.
CREATE TABLE identity.case_version (
    case_id BYTEA NOT NULL REFERENCES identity.case_file (id) DEFERRABLE,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    person_id BYTEA REFERENCES identity.person (id) DEFERRABLE,
    basis TEXT NOT NULL,
    body TEXT NOT NULL,
    opened_by BYTEA NOT NULL CHECK (length(opened_by) = 16),
    opened_at_ns BIGINT NOT NULL,
    event_date TEXT NOT NULL CHECK (length(event_date) = 10),
    -- Reference, details of the form, facts, and the decision as it was made then, under the key of the case.
    -- Reading a case decides its facts again.
    sealed BYTEA NOT NULL CHECK (length(sealed) <= 1048576),
    unit TEXT NOT NULL CHECK (length(unit) = 7),
    certificate TEXT,
    duplicate_check TEXT,
    verification_attempts BIGINT NOT NULL,
    ledger_sequence BIGINT NOT NULL,
    PRIMARY KEY (case_id, version)
);
CREATE INDEX case_version_person ON identity.case_version (person_id);
CREATE INDEX case_version_entry ON identity.case_version (ledger_sequence);

CREATE TABLE identity.evidence (
    case_id BYTEA NOT NULL REFERENCES identity.case_file (id) DEFERRABLE,
    ordinal BIGINT NOT NULL,
    evidence TEXT NOT NULL,
    language TEXT NOT NULL CHECK (length(language) BETWEEN 1 AND 8),
    -- Version of the text or number of the document, under the key of the case.
    document BYTEA NOT NULL CHECK (length(document) <= 1024),
    given_at_ns BIGINT NOT NULL,
    taken_by BYTEA NOT NULL CHECK (length(taken_by) = 16),
    ledger_sequence BIGINT NOT NULL,
    PRIMARY KEY (case_id, ordinal)
);

CREATE TABLE identity.certificate (
    number TEXT PRIMARY KEY CHECK (length(number) <= 32),
    person_id BYTEA NOT NULL REFERENCES identity.person (id) DEFERRABLE,
    case_id BYTEA NOT NULL REFERENCES identity.case_file (id) DEFERRABLE,
    basis TEXT NOT NULL,
    body TEXT NOT NULL,
    registered_on TEXT NOT NULL CHECK (length(registered_on) = 10),
    in_database_until TEXT CHECK (length(in_database_until) = 10),
    articles TEXT NOT NULL CHECK (length(articles) <= 8192),
    fingers_recorded BIGINT NOT NULL CHECK (fingers_recorded BETWEEN 0 AND 10),
    ledger_sequence BIGINT NOT NULL
);
CREATE INDEX certificate_person ON identity.certificate (person_id);
CREATE INDEX certificate_case ON identity.certificate (case_id);
CREATE INDEX certificate_entry ON identity.certificate (ledger_sequence);

CREATE TABLE identity.officer (
    id BYTEA PRIMARY KEY CHECK (length(id) = 16),
    login TEXT NOT NULL UNIQUE CHECK (length(login) BETWEEN 1 AND 40),
    display_name TEXT NOT NULL CHECK (length(display_name) <= 120),
    body TEXT NOT NULL,
    role TEXT NOT NULL,
    unit TEXT NOT NULL CHECK (length(unit) = 7),
    password_hash TEXT NOT NULL CHECK (length(password_hash) <= 512),
    failures BIGINT NOT NULL DEFAULT 0,
    locked_until_ns BIGINT,
    ledger_sequence BIGINT NOT NULL
);

CREATE TABLE identity.officer_closed (
    officer_id BYTEA PRIMARY KEY REFERENCES identity.officer (id) DEFERRABLE,
    ledger_sequence BIGINT NOT NULL
);

CREATE TABLE identity.session (
    token_hash BYTEA PRIMARY KEY CHECK (length(token_hash) = 32),
    officer_id BYTEA NOT NULL REFERENCES identity.officer (id) DEFERRABLE,
    csrf TEXT NOT NULL CHECK (length(csrf) BETWEEN 1 AND 128),
    started_at_ns BIGINT NOT NULL,
    seen_at_ns BIGINT NOT NULL
);
CREATE INDEX session_officer ON identity.session (officer_id);

CREATE TABLE identity.opening (
    ledger_sequence BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_id BYTEA NOT NULL CHECK (length(owner_id) = 16),
    subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 32),
    -- Salt and payload, under the key of what it belongs to; an officer's plain.
    sealed BYTEA NOT NULL CHECK (length(sealed) >= 32),
    PRIMARY KEY (ledger_sequence, ordinal)
);
CREATE INDEX opening_owner ON identity.opening (owner_id);

-- Whose schema this is and how many ledger entries there were when it was last written.
CREATE TABLE identity.store_state (
    register_id BYTEA NOT NULL CHECK (length(register_id) = 16),
    size BIGINT NOT NULL
);
