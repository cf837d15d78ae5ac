package dev.postern.provision.plan;

import java.util.Collection;
import java.util.List;

/** Names in a sentence: all of a few, the first of many. */
final class Listed {
    private static final int SHOWN = 3;

    private Listed() {}

    /** {@code a, b, c and 7 more}. */
    static String some(Collection<String> names) {
        return some(names.stream().limit(SHOWN).toList(), names.size());
    }

    /** @param first the first of them */
    static String some(List<String> first, long count) {
        String text = String.join(", ", first);
        return count > first.size() ? text + " and " + (count - first.size()) + " more" : text;
    }
}
