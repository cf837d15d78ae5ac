package dev.postern.postgres.scram;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The tables of RFC 3454 that SASLprep uses; read when the first password that is not ASCII comes. */
record Tables(Set space, Set nothing, Set prohibited, Set unassigned, Set rightToLeft, Set leftToRight) {
    private static final String FILE = "stringprep";

    /** Code points. */
    record Set(BitSet codes) {
        boolean has(int code) {
            return codes.get(code);
        }
    }

    static Tables get() {
        return Loaded.TABLES;
    }

    private static final class Loaded {
        static final Tables TABLES = load();
    }

    private static Tables load() {
        Map<String, BitSet> sets = new HashMap<>();
        try (InputStream file = Objects.requireNonNull(Tables.class.getResourceAsStream(FILE), FILE)) {
            new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> add(line.split(" ", -1), sets));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Tables(
                set(sets, "space"),
                set(sets, "nothing"),
                set(sets, "prohibited"),
                set(sets, "unassigned"),
                set(sets, "right-to-left"),
                set(sets, "left-to-right"));
    }

    private static void add(String[] words, Map<String, BitSet> sets) {
        BitSet set = sets.computeIfAbsent(words[0], _ -> new BitSet());
        for (int at = 1; at < words.length; at++) {
            int dash = words[at].indexOf('-');
            int from = Integer.parseInt(dash < 0 ? words[at] : words[at].substring(0, dash), 16);
            int to = dash < 0 ? from : Integer.parseInt(words[at].substring(dash + 1), 16);
            set.set(from, to + 1);
        }
    }

    private static Set set(Map<String, BitSet> sets, String name) {
        return new Set(Objects.requireNonNull(sets.get(name), name));
    }
}
