-- Which index key a person is found by: of the keyed values of IIN and document number in all of their rows.
ALTER TABLE identity.person ADD COLUMN index_epoch BIGINT NOT NULL DEFAULT 1;
CREATE INDEX person_index_epoch ON identity.person (index_epoch);
