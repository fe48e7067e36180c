-- Who people are, their cases and certificates; officers and sessions. No biometric data, no registry number.
CREATE TABLE identity.person (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    version INTEGER NOT NULL,
    -- Of the newest version, for finding the person: keyed values, not the numbers.
    iin_index BLOB UNIQUE CHECK (length(iin_index) = 32),
    document_index BLOB CHECK (length(document_index) = 32),
    ledger_sequence INTEGER NOT NULL
) STRICT;
CREATE INDEX identity.person_document ON person (document_index);

-- Details as the documents said at one time; append-only until the person is forgotten.
CREATE TABLE identity.person_version (
    person_id BLOB NOT NULL REFERENCES person (id),
    version INTEGER NOT NULL,
    case_id BLOB CHECK (length(case_id) = 16),
    -- The details, under the key of the person.
    sealed BLOB NOT NULL CHECK (length(sealed) <= 65536),
    iin_index BLOB CHECK (length(iin_index) = 32),
    document_index BLOB CHECK (length(document_index) = 32),
    ledger_sequence INTEGER NOT NULL,
    PRIMARY KEY (person_id, version)
) STRICT;
CREATE INDEX identity.person_version_case ON person_version (case_id);
CREATE INDEX identity.person_version_entry ON person_version (ledger_sequence);

-- The head of a case; what it says stands in its versions.
CREATE TABLE identity.case_file (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    person_id BLOB REFERENCES person (id),
    opened_at_ns INTEGER NOT NULL,
    ledger_sequence INTEGER NOT NULL
) STRICT;
CREATE INDEX identity.case_file_newest ON case_file (opened_at_ns);
CREATE INDEX identity.case_file_body ON case_file (body, opened_at_ns);
CREATE INDEX identity.case_file_person ON case_file (person_id);

-- Every state a case was in; append-only until the case is declined.
CREATE TABLE identity.case_version (
    case_id BLOB NOT NULL REFERENCES case_file (id),
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    person_id BLOB REFERENCES person (id),
    basis TEXT NOT NULL,
    body TEXT NOT NULL,
    opened_by BLOB NOT NULL CHECK (length(opened_by) = 16),
    opened_at_ns INTEGER NOT NULL,
    event_date TEXT NOT NULL CHECK (length(event_date) = 10),
    -- Reference, details of the form, facts, and the decision as it was made then, under the key of the case.
    -- Reading a case decides its facts again.
    sealed BLOB NOT NULL CHECK (length(sealed) <= 1048576),
    unit TEXT NOT NULL CHECK (length(unit) = 7),
    certificate TEXT,
    duplicate_check TEXT,
    verification_attempts INTEGER NOT NULL,
    ledger_sequence INTEGER NOT NULL,
    PRIMARY KEY (case_id, version)
) STRICT;
CREATE INDEX identity.case_version_person ON case_version (person_id);
CREATE INDEX identity.case_version_entry ON case_version (ledger_sequence);

CREATE TABLE identity.evidence (
    case_id BLOB NOT NULL REFERENCES case_file (id),
    ordinal INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    language TEXT NOT NULL CHECK (length(language) BETWEEN 1 AND 8),
    -- Version of the text or number of the document, under the key of the case.
    document BLOB NOT NULL CHECK (length(document) <= 1024),
    given_at_ns INTEGER NOT NULL,
    taken_by BLOB NOT NULL CHECK (length(taken_by) = 16),
    ledger_sequence INTEGER NOT NULL,
    PRIMARY KEY (case_id, ordinal)
) STRICT;

CREATE TABLE identity.certificate (
    number TEXT PRIMARY KEY CHECK (length(number) <= 32),
    person_id BLOB NOT NULL REFERENCES person (id),
    case_id BLOB NOT NULL REFERENCES case_file (id),
    basis TEXT NOT NULL,
    body TEXT NOT NULL,
    registered_on TEXT NOT NULL CHECK (length(registered_on) = 10),
    in_database_until TEXT CHECK (length(in_database_until) = 10),
    articles TEXT NOT NULL CHECK (length(articles) <= 8192),
    fingers_recorded INTEGER NOT NULL CHECK (fingers_recorded BETWEEN 0 AND 10),
    ledger_sequence INTEGER NOT NULL
) STRICT;
CREATE INDEX identity.certificate_person ON certificate (person_id);
CREATE INDEX identity.certificate_case ON certificate (case_id);
CREATE INDEX identity.certificate_entry ON certificate (ledger_sequence);

CREATE TABLE identity.officer (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    login TEXT NOT NULL UNIQUE CHECK (length(login) BETWEEN 1 AND 40),
    display_name TEXT NOT NULL CHECK (length(display_name) <= 120),
    body TEXT NOT NULL,
    role TEXT NOT NULL,
    unit TEXT NOT NULL CHECK (length(unit) = 7),
    password_hash TEXT NOT NULL CHECK (length(password_hash) <= 512),
    failures INTEGER NOT NULL DEFAULT 0,
    locked_until_ns INTEGER,
    ledger_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE identity.officer_closed (
    officer_id BLOB PRIMARY KEY REFERENCES officer (id),
    ledger_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE identity.session (
    token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
    officer_id BLOB NOT NULL REFERENCES officer (id),
    csrf TEXT NOT NULL CHECK (length(csrf) BETWEEN 1 AND 128),
    started_at_ns INTEGER NOT NULL,
    seen_at_ns INTEGER NOT NULL
) STRICT;
CREATE INDEX identity.session_officer ON session (officer_id);

CREATE TABLE identity.opening (
    ledger_sequence INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_id BLOB NOT NULL CHECK (length(owner_id) = 16),
    subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 32),
    -- Salt and payload, under the key of what it belongs to; an officer's plain.
    sealed BLOB NOT NULL CHECK (length(sealed) >= 32),
    PRIMARY KEY (ledger_sequence, ordinal)
) STRICT;
CREATE INDEX identity.opening_owner ON opening (owner_id);

-- Whose file this is and how many ledger entries there were when it was last written.
CREATE TABLE identity.store_state (
    register_id BLOB NOT NULL CHECK (length(register_id) = 16),
    size INTEGER NOT NULL
) STRICT;
