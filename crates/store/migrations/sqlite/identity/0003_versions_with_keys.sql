-- Each version of a person's details has a key of its own, so that one that goes opens in no backup while the person
-- stays (docs/adr/0008). Without one: under the key of the person, as before.
ALTER TABLE identity.person_version ADD COLUMN key_id BLOB CHECK (length(key_id) = 16);
-- How the version came about by a correction or supplement (Art. 13, 26), under the same key.
ALTER TABLE identity.person_version ADD COLUMN correction BLOB CHECK (length(correction) <= 4096);
