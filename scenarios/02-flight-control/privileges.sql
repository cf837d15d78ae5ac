-- Every role's effective privileges on everything in this database, one line for each privilege that is held, and one for
-- each that may be granted on. Names only, so that two databases can be compared line by line.
\pset tuples_only on
\pset format unaligned
SET search_path = pg_catalog;
WITH roles(role) AS (
    SELECT unnest(ARRAY['public', 'flightctl_app', 'flightctl_migrator'])
), spaces AS (
    SELECT oid, nspname FROM pg_namespace
    WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
), relations AS (
    SELECT c.oid, nspname || '.' || relname AS name, relkind FROM pg_class c JOIN spaces s ON s.oid = relnamespace
), routines AS (
    -- extensions bring hundreds of functions; they are compared as one
    SELECT p.oid, nspname || '.' || proname AS name FROM pg_proc p JOIN spaces s ON s.oid = pronamespace
    WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
    UNION ALL
    SELECT p.oid, 'pg_trgm.similarity' FROM pg_proc p
    WHERE proname = 'similarity' AND EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
), held(kind, name, role, privilege, granting) AS (
    SELECT 'database', datname, role, p, has_database_privilege(role, d.oid, p || ' WITH GRANT OPTION')
    FROM roles, pg_database d, unnest(ARRAY['CONNECT', 'CREATE', 'TEMPORARY']) p
    WHERE datname = current_database() AND has_database_privilege(role, d.oid, p)
    UNION ALL
    SELECT 'schema', nspname, role, p, has_schema_privilege(role, oid, p || ' WITH GRANT OPTION')
    FROM roles, spaces, unnest(ARRAY['USAGE', 'CREATE']) p WHERE has_schema_privilege(role, oid, p)
    UNION ALL
    SELECT 'table', name, role, p, has_table_privilege(role, oid, p || ' WITH GRANT OPTION')
    FROM roles, relations, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND has_table_privilege(role, oid, p)
    UNION ALL
    SELECT 'sequence', name, role, p, has_sequence_privilege(role, oid, p || ' WITH GRANT OPTION')
    FROM roles, relations, unnest(ARRAY['USAGE', 'SELECT', 'UPDATE']) p
    WHERE relkind = 'S' AND has_sequence_privilege(role, oid, p)
    UNION ALL
    SELECT 'function', name, role, 'EXECUTE', has_function_privilege(role, oid, 'EXECUTE WITH GRANT OPTION')
    FROM roles, routines WHERE has_function_privilege(role, oid, 'EXECUTE')
), owners AS (
    -- who may alter and drop: the owner, and whoever is a member of it
    SELECT 'table' AS kind, r.name, relowner AS owner FROM relations r JOIN pg_class c USING (oid) WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f')
    UNION ALL SELECT 'sequence', r.name, relowner FROM relations r JOIN pg_class c USING (oid) WHERE r.relkind = 'S'
    UNION ALL SELECT 'function', r.name, proowner FROM routines r JOIN pg_proc p USING (oid)
    UNION ALL SELECT 'schema', nspname, nspowner FROM spaces JOIN pg_namespace USING (oid, nspname)
    UNION ALL SELECT 'database', datname, datdba FROM pg_database WHERE datname = current_database()
)
SELECT DISTINCT format('%s %s: %s %s', kind, name, role, privilege) AS line FROM held
UNION ALL
SELECT DISTINCT format('%s %s: %s GRANTS %s', kind, name, role, privilege) FROM held WHERE granting
UNION ALL
SELECT format('%s %s: %s OWNS', kind, name, role) FROM owners, roles WHERE role <> 'public' AND pg_has_role(role, owner, 'USAGE')
UNION ALL
SELECT format('role %s: %s', rolname, attribute)
FROM pg_roles, LATERAL (VALUES ('LOGIN', rolcanlogin), ('SUPERUSER', rolsuper), ('CREATEROLE', rolcreaterole), ('CREATEDB', rolcreatedb),
    ('REPLICATION', rolreplication), ('BYPASSRLS', rolbypassrls), ('INHERIT', rolinherit), ('CONNECTION LIMIT ' || rolconnlimit, true)) a(attribute, yes)
WHERE yes AND rolname IN (SELECT role FROM roles)
ORDER BY 1;
