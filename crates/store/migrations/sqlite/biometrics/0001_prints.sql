-- Prints under random numbers. No name, IIN, document number, case or person, and no time and no ledger
-- sequence either: equal order in two stores would join a person to their prints without the link. Rows
-- carry a random mark; only the link store knows which entry a mark is. WITHOUT ROWID: rows lie in the
-- order of random identifiers, not of arrival. No opening of a commitment either: hashing it finds the ledger
-- entry, whose sequence stands beside the names.
CREATE TABLE biometrics.record (
    number BLOB PRIMARY KEY CHECK (length(number) = 16),
    mark BLOB NOT NULL CHECK (length(mark) = 16)
) STRICT, WITHOUT ROWID;

-- The record is registered, no longer a draft.
CREATE TABLE biometrics.registration (
    number BLOB PRIMARY KEY REFERENCES record (number),
    mark BLOB NOT NULL CHECK (length(mark) = 16)
) STRICT, WITHOUT ROWID;

CREATE TABLE biometrics.encounter (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    number BLOB NOT NULL REFERENCES record (number),
    mark BLOB NOT NULL CHECK (length(mark) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX biometrics.encounter_number ON encounter (number);

CREATE TABLE biometrics.impression (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    encounter_id BLOB NOT NULL REFERENCES encounter (id),
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 10),
    -- Under the key of the record.
    template BLOB NOT NULL CHECK (length(template) BETWEEN 1 AND 66560),
    quality_score INTEGER NOT NULL CHECK (quality_score BETWEEN 0 AND 100),
    quality_causes TEXT NOT NULL CHECK (length(quality_causes) <= 256),
    mark BLOB NOT NULL CHECK (length(mark) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX biometrics.impression_encounter ON impression (encounter_id);
CREATE INDEX biometrics.impression_mark ON impression (mark);

-- The file as received, apart from the templates so that loading the gallery does not read it.
CREATE TABLE biometrics.image (
    impression_id BLOB PRIMARY KEY REFERENCES impression (id),
    media_type TEXT NOT NULL CHECK (length(media_type) BETWEEN 1 AND 64),
    ppi INTEGER NOT NULL CHECK (ppi BETWEEN 100 AND 2000),
    -- Under the key of the record.
    original BLOB NOT NULL CHECK (length(original) BETWEEN 1 AND 33555456)
) STRICT, WITHOUT ROWID;

-- What was said of a finger position: an impression or a reason. Append-only; the last attempt counts.
CREATE TABLE biometrics.finger (
    encounter_id BLOB NOT NULL REFERENCES encounter (id),
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 10),
    attempt INTEGER NOT NULL,
    impression_id BLOB REFERENCES impression (id),
    missing_reason TEXT,
    mark BLOB NOT NULL CHECK (length(mark) = 16),
    PRIMARY KEY (encounter_id, position, attempt),
    CHECK ((impression_id IS NULL) <> (missing_reason IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX biometrics.finger_impression ON finger (impression_id);

-- Whose file this is and how many ledger entries there were when it was last written.
CREATE TABLE biometrics.store_state (
    register_id BLOB NOT NULL CHECK (length(register_id) = 16),
    size INTEGER NOT NULL
) STRICT;
