-- Two roles on PostgreSQL: the owner migrates, the application works and cannot change what is on record.
-- For psql, as the owner, after each migration:  psql -v ON_ERROR_STOP=1 -v app=netwerkberaad_app -f roles.sql "$OWNER_URL"

BEGIN;

SELECT format('CREATE ROLE %I LOGIN', :'app')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'app') \gexec

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"app";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"app";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"app";

-- The schema belongs to the owner.
REVOKE ALL ON alembic_version FROM :"app";
GRANT SELECT ON alembic_version TO :"app";

-- The log: added to and read. Its chain is filled in once, by a job; then nothing of a row changes any more.
REVOKE ALL ON audit_entry FROM :"app";
GRANT SELECT, INSERT, UPDATE (position, digest) ON audit_entry TO :"app";
REVOKE DELETE ON audit_chain FROM :"app";

CREATE OR REPLACE FUNCTION keep_what_is_chained() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an entry of the log that is chained does not change';
END
$$;
CREATE OR REPLACE TRIGGER keep_what_is_chained BEFORE UPDATE ON audit_entry
    FOR EACH ROW WHEN (OLD.digest IS NOT NULL) EXECUTE FUNCTION keep_what_is_chained();

-- Writing a table anew after a destruction needs a right of its own, from PostgreSQL 17. Before that the owner does it.
SELECT format('GRANT MAINTAIN ON scope_key TO %I', :'app')
WHERE current_setting('server_version_num')::int >= 170000 \gexec

COMMIT;
