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
