package dev.postern.build;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a class could load: everything that it refers to, and that those refer to, as long as it is ours. */
final class Reach {
    private static final List<String> HEAVY = List.of("io.netty.", "io.helidon.", "org.bouncycastle.");

    private Reach() {}

    /** A sentence for each class that the verbs reach and that refers to a library too heavy for a short command. */
    static Set<String> heavyFrom(References references, String packagePrefix) {
        var found = new TreeSet<String>();
        Deque<String> open = new ArrayDeque<>(references.byClass().keySet().stream()
                .filter(name -> name.startsWith(packagePrefix))
                .toList());
        var seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            String name = open.remove();
            for (String target : references.byClass().getOrDefault(name, Set.of())) {
                if (HEAVY.stream().anyMatch(target::startsWith)) {
                    found.add(name + ", reached from " + packagePrefix + "*, refers to " + target);
                } else if (references.byClass().containsKey(target) && seen.add(target)) {
                    open.add(target);
                }
            }
        }
        return found;
    }
}
