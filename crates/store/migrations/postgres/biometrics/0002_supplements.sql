-- An encounter after the registration: better prints of a finger (Art. 13). They lie under a key of their own, named by
-- the encounter, so that what is turned down opens in no backup while the record stays. They count once the table of
-- fingers names them; of each position the best print that counts is compared.
ALTER TABLE biometrics.encounter ADD COLUMN supplement BIGINT NOT NULL DEFAULT 0 CHECK (supplement IN (0, 1));
