-- Prints under random numbers. No name, IIN, document number, case or person, and no time and no ledger
-- sequence either: equal order in two stores would join a person to their prints without the link. Rows
-- carry a random mark; only the link store knows which entry a mark is. PostgreSQL keeps rows in the order of
-- arrival; whoever is given this schema reads them through the views of roles.sql, in the order of random
-- identifiers. No opening of a commitment either: hashing it finds the ledger entry, whose sequence stands
-- beside the names.
CREATE TABLE biometrics.record (
    number BYTEA PRIMARY KEY CHECK (length(number) = 16),
    mark BYTEA NOT NULL CHECK (length(mark) = 16)
);

-- The record is registered, no longer a draft.
CREATE TABLE biometrics.registration (
    number BYTEA PRIMARY KEY REFERENCES biometrics.record (number) DEFERRABLE,
    mark BYTEA NOT NULL CHECK (length(mark) = 16)
);

CREATE TABLE biometrics.encounter (
    id BYTEA PRIMARY KEY CHECK (length(id) = 16),
    number BYTEA NOT NULL REFERENCES biometrics.record (number) DEFERRABLE,
    mark BYTEA NOT NULL CHECK (length(mark) = 16)
);
CREATE INDEX encounter_number ON biometrics.encounter (number);

CREATE TABLE biometrics.impression (
    id BYTEA PRIMARY KEY CHECK (length(id) = 16),
    encounter_id BYTEA NOT NULL REFERENCES biometrics.encounter (id) DEFERRABLE,
    position BIGINT NOT NULL CHECK (position BETWEEN 1 AND 10),
    -- Under the key of the record.
    template BYTEA NOT NULL CHECK (length(template) BETWEEN 1 AND 66560),
    quality_score BIGINT NOT NULL CHECK (quality_score BETWEEN 0 AND 100),
    quality_causes TEXT NOT NULL CHECK (length(quality_causes) <= 256),
    mark BYTEA NOT NULL CHECK (length(mark) = 16)
);
CREATE INDEX impression_encounter ON biometrics.impression (encounter_id);
CREATE INDEX impression_mark ON biometrics.impression (mark);

-- The file as received, apart from the templates so that loading the gallery does not read it.
CREATE TABLE biometrics.image (
    impression_id BYTEA PRIMARY KEY REFERENCES biometrics.impression (id) DEFERRABLE,
    media_type TEXT NOT NULL CHECK (length(media_type) BETWEEN 1 AND 64),
    ppi BIGINT NOT NULL CHECK (ppi BETWEEN 100 AND 2000),
    -- Under the key of the record.
    original BYTEA NOT NULL CHECK (length(original) BETWEEN 1 AND 33555456)
);
-- Images are compressed already.
ALTER TABLE biometrics.image ALTER COLUMN original SET STORAGE EXTERNAL;

-- What was said of a finger position: an impression or a reason. Append-only; the last attempt counts.
CREATE TABLE biometrics.finger (
    encounter_id BYTEA NOT NULL REFERENCES biometrics.encounter (id) DEFERRABLE,
    position BIGINT NOT NULL CHECK (position BETWEEN 1 AND 10),
    attempt BIGINT NOT NULL,
    impression_id BYTEA REFERENCES biometrics.impression (id) DEFERRABLE,
    missing_reason TEXT,
    mark BYTEA NOT NULL CHECK (length(mark) = 16),
    PRIMARY KEY (encounter_id, position, attempt),
    CHECK ((impression_id IS NULL) <> (missing_reason IS NULL))
);
CREATE INDEX finger_impression ON biometrics.finger (impression_id);

-- Whose schema this is and how many ledger entries there were when it was last written.
CREATE TABLE biometrics.store_state (
    register_id BYTEA NOT NULL CHECK (length(register_id) = 16),
    size BIGINT NOT NULL
);
