-- Which index key a person is found by: of the keyed values of IIN and document number in all of their rows.
ALTER TABLE identity.person ADD COLUMN index_epoch INTEGER NOT NULL DEFAULT 1;
CREATE INDEX identity.person_index_epoch ON person (index_epoch);
