-- The ledger: codes and commitments only. Append-only, by trigger too.
CREATE TABLE ledger.entry (
    sequence INTEGER PRIMARY KEY CHECK (sequence >= 0),
    bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 8192),
    leaf_hash BLOB NOT NULL CHECK (length(leaf_hash) = 32)
) STRICT;

CREATE TABLE ledger.checkpoint (
    size INTEGER PRIMARY KEY CHECK (size >= 0),
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 65536)
) STRICT;

-- Size of the ledger at the last commit that wrote to each store: files of different moments are noticed.
CREATE TABLE ledger.store_size (
    store TEXT PRIMARY KEY,
    size INTEGER NOT NULL
) STRICT;

CREATE TRIGGER ledger.entry_stays BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'a ledger entry never changes'); END;
CREATE TRIGGER ledger.entry_remains BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'a ledger entry is never removed'); END;
CREATE TRIGGER ledger.checkpoint_stays BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint never changes'); END;
CREATE TRIGGER ledger.checkpoint_remains BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never removed'); END;

-- Whose file this is and how many ledger entries there were when it was last written.
CREATE TABLE ledger.store_state (
    register_id BLOB NOT NULL CHECK (length(register_id) = 16),
    size INTEGER NOT NULL
) STRICT;
