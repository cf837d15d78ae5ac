package dev.postern.provision.plan;

import dev.postern.model.Database;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.ManifestReader;
import dev.postern.model.ManifestText;
import dev.postern.model.ResourceSet;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ObjectKind;
import dev.postern.provision.problem.ProvisionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The page {@code docs/profiles.md}, from the table of rights and from what is planned for an example. */
final class ProfilesPage {
    private static final int NEWEST = 180_000;
    private static final int OPEN_PUBLIC = 140_000;

    private static final String SERVICE = "    - {name: shop_billing, profile: service}\n";

    private static final String EXAMPLE = """
            apiVersion: postern.dev/v1alpha1
            kind: Cluster
            metadata: {name: profiles}
            spec:
              engine: external
              endpoints: {primary: "db.example.com:5432"}
              tls: {sslmode: verify-full, sslrootcert: {file: ca.crt}}
            ---
            apiVersion: postern.dev/v1alpha1
            kind: Database
            metadata: {name: shop}
            spec:
              cluster: profiles
              owner: shop_owner
              roles:
                - {name: shop_migrator, profile: migrator}
                - {name: shop_app, profile: application}
                - {name: shop_report, profile: reader}
            """;

    private static final Pattern BODY = Pattern.compile("(?s)(AS|DO) \\$.*");

    private ProfilesPage() {}

    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # What a profile may do

                Generated from the table of rights and from the plan for the example below; a test fails when this page is stale.

                | Profile | Who | May | May not |
                |---|---|---|---|
                | owner (`spec.owner`) | a group role without login | owns the database, its schemas and what migrators create; nobody logs in as it | log in |
                | `migrator` | runs migrations | whatever the owner may: it is the owner's member and acts as the owner (`ALTER ROLE … IN DATABASE … SET role`), so that what it creates is the owner's | create roles or databases |
                | `application` | the running service | rows, sequences, functions: the table below | create, alter or drop anything |
                | `reader` | reports, people | read rows: the table below | write, execute functions of users (one that is `SECURITY DEFINER` could write for it) |
                | `service` | a service that migrates itself, as SPIRE does | owns one schema (`spec.roles[].schema`), finds it first, creates and uses what is in it | touch the owner's objects, or another service's schema |

                No profile has SUPERUSER, CREATEROLE, CREATEDB, REPLICATION or BYPASSRLS. A declared role that has one of them already, or reaches one through a membership, is a finding.

                ## Privilege by privilege

                On what is there and, by `ALTER DEFAULT PRIVILEGES FOR ROLE` of everybody who creates, on what will be there. Objects that belong to an extension stay as the extension made them.

                | On | `application` | `reader` | PUBLIC |
                |---|---|---|---|
                | database | CONNECT | CONNECT | nothing: CONNECT and TEMPORARY are revoked |
                """);
        for (ObjectKind kind : ObjectKind.values()) {
            page.append("| %s | %s | %s | %s |\n"
                    .formatted(
                            kind.plural(18).toLowerCase(Locale.ROOT),
                            rights(Profile.APPLICATION, kind),
                            rights(Profile.READER, kind),
                            ofPublic(kind)));
        }
        page.append("""

                `migrator` and `service` hold no privilege of their own there: the one acts as the owner, the other owns its schema.

                PUBLIC is every role that there is and will be. Its rights are part of the declaration in a database that Postern makes. In one that was there before, each of them is told with the statement that takes it away.

                ## An example, statement by statement

                ```yaml
                """);
        boolean service = enforcesServices();
        page.append(example(service)).append("```\n\n");
        if (!service) {
            page.append("`profile: service` is refused by name in this build.\n\n");
        }
        page.append("On an empty PostgreSQL 18, by a superuser:\n\n```sql\n");
        List<String> newest = statements(service, NEWEST);
        newest.forEach(line -> page.append(line).append('\n'));
        page.append("```\n\nOn PostgreSQL 14 besides, because everybody may create in `public` there:\n\n```sql\n");
        statements(service, OPEN_PUBLIC).stream()
                .filter(line -> !newest.contains(line) && line.contains("SCHEMA public"))
                .forEach(line -> page.append(line).append('\n'));
        return page.append("""
                ```

                The function that tells a session who its caller is (`postern.identity()`) is left out here; `plan` shows it.
                """).toString();
    }

    private static String rights(Profile profile, ObjectKind kind) {
        List<String> rights = Rights.of(profile, kind);
        return rights.isEmpty() ? "–" : String.join(", ", rights);
    }

    private static String ofPublic(ObjectKind kind) {
        return switch (kind) {
            case SCHEMA -> "CREATE on `public` is revoked (given by PostgreSQL before 15); USAGE on `public` stays";
            case ROUTINE -> "EXECUTE is revoked, also from functions to come";
            case TABLE, SEQUENCE -> "–";
        };
    }

    private static boolean enforcesServices() {
        try {
            plan(true, NEWEST);
            return true;
        } catch (ProvisionException refused) {
            return false;
        }
    }

    private static String example(boolean service) {
        return service ? EXAMPLE + SERVICE : EXAMPLE;
    }

    private static Plan plan(boolean service, int version) {
        ResourceSet set = ManifestReader.readTexts(
                List.of(new ManifestText("example.yaml", Path.of("/"), example(service))), ResourceSet.empty());
        List<Database> databases = set.databases();
        Actual nothing = Actual.empty(version, new Actual.Admin("postgres", true, true, true));
        return Planner.plan(DesiredServer.of(set.cluster("profiles").orElseThrow(), databases), nothing);
    }

    private static List<String> statements(boolean service, int version) {
        List<String> lines = new ArrayList<>();
        for (Step step : plan(service, version).steps()) {
            if (step.sql().stream().noneMatch(sql -> sql.contains("postern."))) {
                step.sql().stream()
                        .map(sql -> BODY.matcher(sql).replaceFirst("$1 …"))
                        .forEach(sql -> lines.add(sql.strip() + ";"));
            }
        }
        return lines;
    }
}
