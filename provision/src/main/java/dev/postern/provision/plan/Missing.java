package dev.postern.provision.plan;

import dev.postern.postgres.quote.Quote;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.observe.ObjectKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** The privileges that members lack on something, with those together who lack the same. */
record Missing(Map<List<String>, List<String>> rolesByPrivileges) {
    /** @param lacks whether a role lacks a privilege */
    static Missing of(DesiredDatabase database, ObjectKind kind, BiPredicate<String, String> lacks) {
        Map<List<String>, List<String>> found = new LinkedHashMap<>();
        for (DesiredDatabase.Member member : database.members()) {
            List<String> lacking = Rights.of(member.profile(), kind).stream()
                    .filter(privilege -> lacks.test(member.role(), privilege))
                    .toList();
            if (!lacking.isEmpty()) {
                found.computeIfAbsent(lacking, _ -> new ArrayList<>()).add(member.role());
            }
        }
        return new Missing(found);
    }

    /** {@code GRANT SELECT ON … TO a, b} for each group. */
    List<String> grants(String on) {
        List<String> sql = new ArrayList<>();
        rolesByPrivileges.forEach((privileges, roles) ->
                sql.add("GRANT " + String.join(", ", privileges) + " ON " + on + " TO " + names(roles)));
        return sql;
    }

    static String names(List<String> roles) {
        return roles.stream().map(Quote::identifier).collect(Collectors.joining(", "));
    }
}
