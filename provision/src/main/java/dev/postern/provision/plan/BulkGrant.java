package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;
import static dev.postern.postgres.quote.Quote.literal;

import dev.postern.provision.observe.ActualContents.ObjectSummary;
import dev.postern.provision.observe.ObjectKind;
import java.util.List;

/**
 * One statement for all objects of a kind in a schema. {@code ON ALL …} where that reaches just the right ones;
 * otherwise a loop that leaves out what belongs to extensions and to people whose rights the administrator lacks, because
 * one such object makes the short form fail as a whole.
 */
record BulkGrant(ObjectSummary objects, int major) {
    String grant(List<String> privileges, List<String> roles) {
        return statement("GRANT " + String.join(", ", privileges), " TO " + Missing.names(roles));
    }

    String revokeFromPublic(String privilege) {
        return statement("REVOKE " + privilege, " FROM PUBLIC");
    }

    private String statement(String verb, String whom) {
        return objects.ofExtensions() == 0 && objects.unreachable() == 0
                ? verb + " ON ALL " + objects.kind().plural(major) + " IN SCHEMA " + identifier(objects.schema()) + whom
                : dollar(loop(verb, whom));
    }

    private String loop(String verb, String whom) {
        boolean routines = objects.kind() == ObjectKind.ROUTINE;
        String target = switch (objects.kind()) {
            case ROUTINE -> major < 11 ? "FUNCTION %s" : "ROUTINE %s";
            case SEQUENCE -> "SEQUENCE %s";
            case TABLE, SCHEMA -> "TABLE %s";
        };
        String format = literal(verb + " ON " + target + whom.replace("%", "%%"));
        String catalogue = routines ? "pg_proc" : "pg_class";
        String column = routines ? "pro" : "rel";
        String kinds = switch (objects.kind()) {
            case ROUTINE -> "";
            case SEQUENCE -> "\n       AND o.relkind = 'S'";
            case TABLE, SCHEMA -> "\n       AND o.relkind IN ('r', 'p', 'v', 'm', 'f')";
        };
        return """

                DECLARE
                  statement text;
                BEGIN
                  FOR statement IN
                    SELECT format(%s, o.oid::%s)
                      FROM pg_catalog.%s o JOIN pg_catalog.pg_namespace n ON n.oid = o.%snamespace
                     WHERE n.nspname = %s%s
                       AND pg_has_role(o.%sowner, 'USAGE')
                       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                                        WHERE d.classid = 'pg_catalog.%s'::regclass AND d.objid = o.oid
                                          AND d.deptype = 'e')
                  LOOP
                    EXECUTE statement;
                  END LOOP;
                END
                """.formatted(
                        format,
                        routines ? "regprocedure" : "regclass",
                        catalogue,
                        column,
                        literal(objects.schema()),
                        kinds,
                        column,
                        catalogue);
    }

    private static String dollar(String body) {
        String tag = "$each$";
        for (int i = 1; body.contains(tag); i++) {
            tag = "$each" + i + "$";
        }
        return "DO " + tag + body + tag;
    }
}
