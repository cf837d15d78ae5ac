package dev.postern.model.tree;

import dev.postern.kernel.problem.Place;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one file may cost, and keys that come twice; the same for YAML and JSON. */
final class Bounds {
    private final Problems problems;
    private int nodes;

    Bounds(Problems problems) {
        this.problems = problems;
    }

    /** Ends the reading of a file. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Place place;

        Exceeded(Place place, String what) {
            super(what, null, false, false);
            this.place = place;
        }

        void addTo(Problems problems, String fix) {
            problems.add(place, ManifestCode.TOO_LARGE, String.valueOf(getMessage()), fix);
        }
    }

    void enter(Place place, int depth) {
        if (depth > Trees.MOST_DEPTH) {
            throw new Exceeded(place, "more than " + Trees.MOST_DEPTH + " levels inside each other");
        }
        count(place, 1);
    }

    void count(Place place, int more) {
        nodes += more;
        if (nodes > Trees.MOST_NODES) {
            throw new Exceeded(place, "more than " + Trees.MOST_NODES + " values, aliases counted each time");
        }
    }

    int nodes() {
        return nodes;
    }

    /** Drops and reports keys that were there before. */
    List<Node.Entry> unique(List<Node.Entry> entries) {
        Map<String, Place> first = new HashMap<>();
        List<Node.Entry> unique = new ArrayList<>();
        for (Node.Entry entry : entries) {
            Place before = first.putIfAbsent(entry.key(), entry.place());
            if (before == null) {
                unique.add(entry);
            } else {
                problems.add(
                        entry.place(),
                        ManifestCode.DUPLICATE_KEY,
                        "the key " + Problems.show(entry.key()) + " stands here a second time, first in line "
                                + before.line(),
                        "keep one of them");
            }
        }
        return unique;
    }
}
