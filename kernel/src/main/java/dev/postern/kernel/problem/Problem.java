package dev.postern.kernel.problem;

import java.util.Optional;

/**
 * One problem, told to the person who can mend it.
 *
 * @param what one sentence with the names and numbers; never a secret
 * @param fix what to do about it; empty only when there is nothing to do
 */
public record Problem(Code code, String what, String fix, Optional<Place> place) {
    public static Problem of(Code code, String what, String fix) {
        return new Problem(code, what, fix, Optional.empty());
    }

    public static Problem at(Place place, Code code, String what, String fix) {
        return new Problem(code, what, fix, Optional.of(place));
    }

    /** {@code place: what} and, on a line of its own, the fix. */
    public String render() {
        String head = place.map(p -> p + ": ").orElse("") + what;
        return fix.isEmpty() ? head : head + System.lineSeparator() + "  fix: " + fix;
    }
}
