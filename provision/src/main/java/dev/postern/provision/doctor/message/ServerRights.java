package dev.postern.provision.doctor.message;

import java.util.List;

/** What PostgreSQL says to roles that lack a right, or look in the wrong place. */
final class ServerRights {
    static final List<Known> ALL = List.of(
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "permission denied for schema {schema}",
                    "the role lacks USAGE (or CREATE, for a CREATE) on the schema {schema}; since 15 nobody may create in public by default",
                    "GRANT USAGE ON SCHEMA {schema} TO the role; for migrations CREATE too; a declaration's profile does it: postern plan"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "permission denied for table {table}",
                    "the role lacks a right on {table}: often a table that was made after the grants, by a role without default privileges",
                    "as the table's owner: GRANT … ON {table}; ALTER DEFAULT PRIVILEGES FOR ROLE owner … for those to come"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "permission denied for relation {table}",
                    "the role lacks a right on {table} (a server before 11)",
                    "as the table's owner: GRANT … ON {table}; ALTER DEFAULT PRIVILEGES FOR ROLE owner … for those to come"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "permission denied for sequence {sequence}",
                    "the role may insert into the table but lacks USAGE on its sequence {sequence}",
                    "GRANT USAGE, SELECT ON SEQUENCE {sequence}; and ALTER DEFAULT PRIVILEGES FOR ROLE owner … ON SEQUENCES"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "permission denied for function {function}",
                    "the role lacks EXECUTE on {function}; PUBLIC's was revoked",
                    "GRANT EXECUTE ON FUNCTION {function} TO the role"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "permission denied for view {view}",
                    "the role lacks SELECT on {view}",
                    "GRANT SELECT ON {view} TO the role"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "must be owner of {kind} {name}",
                    "only the owner of {name} (or a member of it) may alter or drop it: it was made by another role than the one that migrates now",
                    "ALTER {kind} {name} OWNER TO the migrating role, as a superuser or a member of both"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "permission denied to create extension \"{extension}\"",
                    "{extension} is not trusted, or the role lacks CREATE on the database",
                    "have a superuser run CREATE EXTENSION \"{extension}\", or declare it: requires.extensions"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "permission denied to create database",
                    "the role has no CREATEDB",
                    "ALTER ROLE … CREATEDB, or let an administrator create it"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "permission denied to create role",
                    "the role has no CREATEROLE",
                    "ALTER ROLE … CREATEROLE, or let an administrator create it"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "permission denied to alter role",
                    "since 16 CREATEROLE needs ADMIN OPTION on the role that it alters",
                    "GRANT that role TO the administrator WITH ADMIN OPTION, by whoever has it"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "permission denied to grant role \"{role}\"",
                    "the role lacks ADMIN OPTION on {role}",
                    "GRANT {role} TO the administrator WITH ADMIN OPTION, by whoever has it"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "permission denied to set role \"{role}\"",
                    "the login is no member of {role}, or since 16 a member WITH SET FALSE",
                    "GRANT {role} TO the login WITH SET TRUE"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "permission denied to create event trigger \"{trigger}\"",
                    "only superusers may create event triggers, and many managed services have none",
                    "use ALTER DEFAULT PRIVILEGES FOR ROLE migrator instead: it needs no superuser"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "extension \"{extension}\" is not available",
                    "the files of {extension} are not installed at the server",
                    "install the contrib package of the server's version, or allow it at the managed service"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "could not open extension control file \"{file}\"",
                    "the extension is not installed at the server: {file} is missing",
                    "install the contrib package of the server's version"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "operator class \"{class}\" does not exist for access method \"{method}\"",
                    "the extension that brings {class} is missing, or its schema is not in search_path",
                    "gin_trgm_ops comes with pg_trgm: CREATE EXTENSION pg_trgm; then check search_path"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "relation \"{relation}\" does not exist",
                    "{relation} was not made yet, or its schema is not in the search_path of this role",
                    "SHOW search_path; SELECT schemaname FROM pg_tables WHERE tablename = … tells where it is; or the migration has not run: postern wait --migrated-table"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "no schema has been selected to create in",
                    "no schema of search_path exists, or the role may not use any of it",
                    "CREATE SCHEMA and GRANT CREATE on it, or set search_path; since 15 public is closed"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "schema \"{schema}\" does not exist",
                    "the database has no schema {schema}: perhaps the wrong database",
                    "SELECT current_database(); CREATE SCHEMA, or correct dbname"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "row is too big: size {size}, maximum size {maximum}",
                    "a catalogue row has no room: at about 500 grantees of one table its list of rights is full",
                    "give the right to a group once, and make the roles its members"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "type \"{type}\" does not exist",
                    "the extension that brings {type} is missing, or its schema is not in search_path",
                    "CREATE EXTENSION for it, or correct search_path"),
            new Known(
                    Origin.SERVER,
                    Step.PRIVILEGES,
                    "language \"{language}\" does not exist",
                    "the procedural language {language} is not installed",
                    "CREATE EXTENSION {language}, by a superuser if it is not trusted"));

    private ServerRights() {}
}
