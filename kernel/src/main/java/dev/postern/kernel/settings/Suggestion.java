package dev.postern.kernel.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant by a word that is not known. */
public final class Suggestion {
    private static final int SHORTEST_BEGINNING = 3;

    private Suggestion() {}

    /** The known word nearest to the unknown one, if any is near enough to be worth saying. */
    public static Optional<String> nearest(String unknown, Collection<String> known) {
        int most = Math.max(1, unknown.length() / 3);
        return known.stream()
                .filter(word -> distance(unknown, word) <= most)
                .min(Comparator.<String>comparingInt(word -> distance(unknown, word))
                        .thenComparing(Comparator.naturalOrder()))
                .or(() -> begun(unknown, known));
    }

    // a word that was not written to its end; of several the one that goes on with a hyphen, as names of one family do
    private static Optional<String> begun(String unknown, Collection<String> known) {
        String start = unknown.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(word -> start.length() >= SHORTEST_BEGINNING
                        && word.toLowerCase(Locale.ROOT).startsWith(start))
                .min(Comparator.<String>comparingInt(word -> word.startsWith("-", start.length()) ? 0 : 1)
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code ; did you mean "x"?} or nothing. */
    public static String phrase(String unknown, Collection<String> known) {
        return nearest(unknown, known)
                .map(word -> "; did you mean \"" + word + "\"?")
                .orElse("");
    }

    // Damerau-Levenshtein (adjacent transpositions), ignoring case
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        int substituted = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(substituted, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
