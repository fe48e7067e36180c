-- Which query reaches which gallery (law.md 6.3), beside the records: readers of records for a search join it, so that
-- none reads what the query may never reach, whatever asks. Relatives (G3) meet unidentified corpses (G4) only
-- (Art. 28(2)): no row can say otherwise. The register holds the rows against the Law's when it opens. Another rule
-- is another migration: it takes the triggers away, changes the rows and sets them again.
CREATE TABLE links.search_rule (
    query TEXT NOT NULL CHECK (length(query) <= 32),
    basis TEXT NOT NULL CHECK (length(basis) <= 4),
    -- Gated: only by a query that was opened.
    access TEXT NOT NULL CHECK (access IN ('allowed', 'gated')),
    PRIMARY KEY (query, basis),
    CHECK (basis <> 'G3' OR query = 'g4'),
    CHECK (query <> 'g3' OR basis = 'G4')
);
INSERT INTO links.search_rule (query, basis, access) VALUES
    ('verification', 'B1', 'allowed'), ('verification', 'B1f', 'allowed'), ('verification', 'B2', 'allowed'),
    ('verification', 'B3', 'allowed'), ('verification', 'B4', 'allowed'), ('verification', 'B5', 'allowed'),
    ('verification', 'B6', 'allowed'), ('verification', 'B7', 'allowed'), ('verification', 'B8', 'allowed'),
    ('duplicate-check', 'B1', 'allowed'), ('duplicate-check', 'B1f', 'allowed'), ('duplicate-check', 'B2', 'allowed'),
    ('duplicate-check', 'B3', 'allowed'), ('duplicate-check', 'B4', 'allowed'), ('duplicate-check', 'B5', 'allowed'),
    ('duplicate-check', 'B6', 'allowed'), ('duplicate-check', 'B7', 'allowed'), ('duplicate-check', 'B8', 'allowed'),
    ('unknown-living', 'B1', 'gated'), ('unknown-living', 'B1f', 'gated'), ('unknown-living', 'B2', 'gated'),
    ('unknown-living', 'B3', 'gated'), ('unknown-living', 'B4', 'gated'), ('unknown-living', 'B5', 'gated'),
    ('unknown-living', 'B6', 'gated'), ('unknown-living', 'B7', 'gated'), ('unknown-living', 'B8', 'gated'),
    ('unidentified-corpse-fingers', 'B1', 'allowed'), ('unidentified-corpse-fingers', 'B1f', 'allowed'),
    ('unidentified-corpse-fingers', 'B2', 'gated'), ('unidentified-corpse-fingers', 'B3', 'allowed'),
    ('unidentified-corpse-fingers', 'B4', 'allowed'), ('unidentified-corpse-fingers', 'B5', 'allowed'),
    ('unidentified-corpse-fingers', 'B6', 'allowed'), ('unidentified-corpse-fingers', 'B7', 'allowed'),
    ('unidentified-corpse-fingers', 'B8', 'allowed'),
    ('crime-scene-mark', 'B1', 'gated'), ('crime-scene-mark', 'B1f', 'gated'), ('crime-scene-mark', 'B3', 'gated'),
    ('crime-scene-mark', 'B4', 'gated'), ('crime-scene-mark', 'B5', 'gated'), ('crime-scene-mark', 'B6', 'gated'),
    ('crime-scene-mark', 'B7', 'gated'),
    ('foreigner-control', 'B3', 'allowed'), ('foreigner-control', 'B4', 'allowed'),
    ('foreigner-control', 'B5', 'allowed'), ('foreigner-control', 'B6', 'allowed'),
    ('foreigner-control', 'B7', 'allowed'),
    ('g1', 'G1', 'allowed'), ('g1', 'G2', 'allowed'), ('g1', 'G4', 'allowed'),
    ('g2', 'G1', 'allowed'), ('g2', 'G2', 'allowed'), ('g2', 'G4', 'allowed'),
    ('g3', 'G4', 'allowed'),
    ('g4', 'G1', 'allowed'), ('g4', 'G2', 'allowed'), ('g4', 'G3', 'allowed'), ('g4', 'G4', 'allowed'),
    ('named-pair', 'G1', 'gated'), ('named-pair', 'G2', 'gated'), ('named-pair', 'G4', 'gated'),
    ('foreign-request', 'B1', 'gated'), ('foreign-request', 'B1f', 'gated'), ('foreign-request', 'B3', 'gated'),
    ('foreign-request', 'B4', 'gated'), ('foreign-request', 'B5', 'gated'), ('foreign-request', 'B6', 'gated'),
    ('foreign-request', 'B7', 'gated'), ('foreign-request', 'G1', 'gated'), ('foreign-request', 'G2', 'gated'),
    ('foreign-request', 'G4', 'gated');
CREATE FUNCTION links.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE TRIGGER search_rule_stays BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON links.search_rule
FOR EACH STATEMENT EXECUTE FUNCTION links.refuse('the table of searches is the Law''s');

-- Relatives' rows are seen by nobody who reads for a search but that of a corpse; who, roles.sql says.
ALTER TABLE links.registration ENABLE ROW LEVEL SECURITY;
ALTER TABLE biometrics.registration ENABLE ROW LEVEL SECURITY;
ALTER TABLE biometrics.encounter ENABLE ROW LEVEL SECURITY;
