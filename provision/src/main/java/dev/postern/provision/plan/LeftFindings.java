package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;

import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.Left;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Roles that seem to have been declared once. Whoever gave them their rights may have been somebody else, so they are told
 * and left; {@code ensure: absent} says that they are ours to drop.
 */
final class LeftFindings {
    private final Draft draft;
    private final Actual actual;

    LeftFindings(Draft draft, Actual actual) {
        this.draft = draft;
        this.actual = actual;
    }

    void plan() {
        Set<String> told = new TreeSet<>();
        actual.strangers().values().forEach(told::addAll);
        for (Left left : actual.beyond().left()) {
            if (left.kind() == Left.Kind.MIGRATOR && told.add(left.role())) {
                draft.warning(
                        left.role() + " acts as " + left.of() + " in " + left.database()
                                + ", as migrators that Postern makes do, and nobody has declared it (any more)",
                        absent(left.role()) + ", or take it away: REVOKE " + identifier(left.of()) + " FROM "
                                + identifier(left.role()));
            }
        }
        Map<String, List<String>> connected = new TreeMap<>();
        for (Left left : actual.beyond().left()) {
            if (left.kind() == Left.Kind.CONNECTED && !told.contains(left.role())) {
                connected
                        .computeIfAbsent(left.database(), _ -> new ArrayList<>())
                        .add(left.role());
            }
        }
        connected.forEach((database, roles) -> draft.warning(
                Listed.some(roles) + " may connect to " + database
                        + ", which Postern made, and nobody has declared that (any more)",
                absent(Listed.some(roles)) + ", or take it away: REVOKE CONNECT ON DATABASE " + identifier(database)
                        + " FROM " + Missing.names(roles)));
    }

    static String absent(String roles) {
        return "if nobody needs " + roles
                + " any more, declare it in the Database's roles with ensure: absent, then apply --allow-destroy";
    }
}
