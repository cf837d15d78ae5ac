package dev.postern.provision.plan;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.postgres.quote.Quote;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.observe.ObjectKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** The privileges that groups lack on something, with those together who lack the same. */
record Missing(Map<List<String>, List<String>> rolesByPrivileges) {
    /** @param lacks whether a role lacks a privilege */
    static Missing of(DesiredDatabase database, ObjectKind kind, BiPredicate<String, String> lacks) {
        Map<List<String>, List<String>> found = new LinkedHashMap<>();
        for (Profile profile : Profile.values()) {
            database.group(profile).ifPresent(group -> {
                List<String> lacking = Rights.of(profile, kind).stream()
                        .filter(privilege -> lacks.test(group, privilege))
                        .toList();
                if (!lacking.isEmpty()) {
                    found.computeIfAbsent(lacking, _ -> new ArrayList<>()).add(group);
                }
            });
        }
        return new Missing(found);
    }

    /** {@code GRANT SELECT ON … TO a, b} for each group of them. */
    List<String> grants(String on) {
        List<String> sql = new ArrayList<>();
        rolesByPrivileges.forEach((privileges, roles) ->
                sql.add("GRANT " + String.join(", ", privileges) + " ON " + on + " TO " + names(roles)));
        return sql;
    }

    static String names(Collection<String> roles) {
        return roles.stream().map(Quote::identifier).collect(Collectors.joining(", "));
    }
}
