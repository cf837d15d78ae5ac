package dev.postern.model.problem;

import dev.postern.kernel.problem.Place;
import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.settings.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Collects problems in the order found. Keeps the first {@link #MOST} and counts the others. */
public final class Problems {
    public static final int MOST = 500;
    /** Texts above this are shortened when shown and never searched for what they may have meant. */
    private static final int MOST_SHOWN = 64;

    private final List<Problem> kept = new ArrayList<>();
    private int dropped;

    public void add(Place place, ManifestCode code, String what, String fix) {
        add(Problem.at(place, code, what, fix));
    }

    public void add(Problem problem) {
        if (kept.size() < MOST) {
            kept.add(problem);
        } else {
            dropped++;
        }
    }

    public int count() {
        return kept.size() + dropped;
    }

    public List<Problem> list() {
        List<Problem> all = new ArrayList<>(kept);
        if (dropped > 0) {
            all.add(Problem.of(ManifestCode.MORE, dropped + " more problems are not listed", "mend the first ones"));
        }
        return List.copyOf(all);
    }

    public void throwIfAny() {
        if (!kept.isEmpty()) {
            throw new ManifestException(list());
        }
    }

    /** In double quotes, without control characters (a terminal would obey them), shortened. */
    public static String show(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints().limit(MOST_SHOWN).forEach(c -> {
            if (isInvisible(c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.append(text.codePointCount(0, text.length()) > MOST_SHOWN ? "…\"" : "\"")
                .toString();
    }

    /** {@code ; did you mean "x"?}, or nothing. */
    public static String suggest(String unknown, Collection<String> known) {
        return unknown.length() > MOST_SHOWN ? "" : Suggestion.phrase(unknown, known);
    }

    /** The known word that somebody probably meant. */
    public static Optional<String> meant(String unknown, Collection<String> known) {
        return unknown.length() > MOST_SHOWN ? Optional.empty() : Suggestion.nearest(unknown, known);
    }

    /** Control, format and surrogate characters, line separators: what a terminal obeys or a reader cannot see. */
    public static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
