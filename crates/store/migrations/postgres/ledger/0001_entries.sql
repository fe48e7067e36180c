-- The ledger: codes and commitments only. Append-only, by trigger too.
CREATE TABLE ledger.entry (
    sequence BIGINT PRIMARY KEY CHECK (sequence >= 0),
    bytes BYTEA NOT NULL CHECK (length(bytes) BETWEEN 1 AND 8192),
    leaf_hash BYTEA NOT NULL CHECK (length(leaf_hash) = 32)
);

CREATE TABLE ledger.checkpoint (
    size BIGINT PRIMARY KEY CHECK (size >= 0),
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 65536)
);

-- Size of the ledger at the last commit that wrote to each store: files of different moments are noticed.
CREATE TABLE ledger.store_size (
    store TEXT PRIMARY KEY,
    size BIGINT NOT NULL
);

CREATE FUNCTION ledger.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE TRIGGER entry_stays BEFORE UPDATE ON ledger.entry
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse('a ledger entry never changes');
CREATE TRIGGER entry_remains BEFORE DELETE OR TRUNCATE ON ledger.entry
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse('a ledger entry is never removed');
CREATE TRIGGER checkpoint_stays BEFORE UPDATE ON ledger.checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse('a checkpoint never changes');
CREATE TRIGGER checkpoint_remains BEFORE DELETE OR TRUNCATE ON ledger.checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse('a checkpoint is never removed');

-- Whose schema this is and how many ledger entries there were when it was last written.
CREATE TABLE ledger.store_state (
    register_id BYTEA NOT NULL CHECK (length(register_id) = 16),
    size BIGINT NOT NULL
);
