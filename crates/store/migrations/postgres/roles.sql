-- One role for each schema, for whoever may read that store and no other: a stolen role reads nothing else.
-- They own nothing, write nothing and cannot log in; grant them to accounts. The register itself works as
-- the owner of the schemas. Runs again after every migration, so that new tables are covered.
--
-- A role reads views, in the order of their keys. The tables keep rows in the order of arrival and show it
-- (ctid, xmin); equal order in two stores would join a person to their prints without the link.
DO $$
DECLARE
    store text;
    tab record;
    columns text;
BEGIN
    FOREACH store IN ARRAY ARRAY['ledger', 'identity', 'biometrics', 'links'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tanba_' || store) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', 'tanba_' || store);
            EXCEPTION
                -- Another database of the server was faster.
                WHEN duplicate_object OR unique_violation THEN NULL;
            END;
        END IF;
        EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', store || '_view');
        EXECUTE format('CREATE SCHEMA %I', store || '_view');
        EXECUTE format('REVOKE ALL ON SCHEMA %I, %I FROM PUBLIC', store, store || '_view');
        FOR tab IN
            SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = store AND c.relkind = 'r' AND c.relname NOT IN ('schema_version', 'store_state')
        LOOP
            SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY array_position(i.indkey::int2[], a.attnum))
            INTO STRICT columns
            FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])
            WHERE i.indrelid = tab.oid AND i.indisprimary;
            EXECUTE format('CREATE VIEW %I.%I AS SELECT * FROM %I.%I ORDER BY %s',
                store || '_view', tab.relname, store, tab.relname, columns);
        END LOOP;
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', store || '_view', 'tanba_' || store);
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I', store || '_view', 'tanba_' || store);
    END LOOP;
END $$;

-- The roles a search reads as (law.md 6.3). They see numbers, bases and templates, and of relatives (G3) no row: only
-- the query of an unidentified corpse does (Art. 28(2)). The owner of the schemas sees every row, for keeping them;
-- it takes one of these roles before it reads for a search.
DO $$
DECLARE
    searcher text;
    tab text;
BEGIN
    -- Rows of a time before the table of searches, as a backup brings them: the migration runs this again.
    IF to_regclass('links.search_rule') IS NULL THEN
        RETURN;
    END IF;
    FOREACH searcher IN ARRAY ARRAY['tanba_search', 'tanba_search_corpses'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = searcher) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', searcher);
            EXCEPTION
                WHEN duplicate_object OR unique_violation THEN NULL;
            END;
        END IF;
        IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
            AND NOT EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
                JOIN pg_roles o ON o.oid = m.member WHERE r.rolname = searcher AND o.rolname = current_user
                AND coalesce((to_jsonb(m) ->> 'set_option')::boolean, true)) THEN
            BEGIN
                EXECUTE format('GRANT %I TO CURRENT_USER', searcher);
            EXCEPTION
                -- Another register of the same role was faster.
                WHEN unique_violation THEN NULL;
            END;
        END IF;
        EXECUTE format('GRANT USAGE ON SCHEMA links, biometrics TO %I', searcher);
        EXECUTE format('GRANT SELECT (number, basis) ON links.registration TO %I', searcher);
        EXECUTE format('GRANT SELECT ON links.search_rule TO %I', searcher);
        EXECUTE format('GRANT SELECT (number) ON biometrics.registration TO %I', searcher);
        EXECUTE format('GRANT SELECT (id, number, supplement) ON biometrics.encounter TO %I', searcher);
        EXECUTE format('GRANT SELECT (encounter_id, position, attempt, impression_id) ON biometrics.finger TO %I',
            searcher);
        EXECUTE format('GRANT SELECT (id, encounter_id, position, template, quality_score) ON biometrics.impression TO %I',
            searcher);
    END LOOP;
    DROP POLICY IF EXISTS no_relatives ON links.registration;
    CREATE POLICY no_relatives ON links.registration FOR SELECT TO tanba_search USING (basis <> 'G3');
    DROP POLICY IF EXISTS all_of_corpses ON links.registration;
    CREATE POLICY all_of_corpses ON links.registration FOR SELECT TO tanba_search_corpses USING (true);
    -- Prints know no basis: they are seen where the link store shows their number.
    FOREACH tab IN ARRAY ARRAY['registration', 'encounter'] LOOP
        EXECUTE format('DROP POLICY IF EXISTS of_seen_numbers ON biometrics.%I', tab);
        EXECUTE format('CREATE POLICY of_seen_numbers ON biometrics.%1$I FOR SELECT TO tanba_search, '
            'tanba_search_corpses USING (EXISTS (SELECT FROM links.registration l WHERE l.number = %1$I.number))', tab);
    END LOOP;
END $$;
