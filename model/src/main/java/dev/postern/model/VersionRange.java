package dev.postern.model;

import dev.postern.model.shape.Outcome;
import dev.postern.model.shape.TextShape;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Major versions of PostgreSQL, as {@code >=16}, {@code >16}, {@code <=17}, {@code <18} or {@code 16}.
 *
 * @param least inclusive
 * @param most inclusive
 */
public record VersionRange(int least, int most) {
    private static final int OLDEST = 1;
    private static final int NEWEST = 999;
    private static final Pattern TEXT = Pattern.compile("(>=|>|<=|<|=)? ?([0-9]{1,3})");

    static final TextShape<VersionRange> SHAPE = new TextShape<>(
            "version such as `\">=16\"`",
            "^(>=|>|<=|<|=)? ?[0-9]{1,3}$",
            (text, _) -> read(text),
            VersionRange::toString);

    public boolean contains(int major) {
        return major >= least && major <= most;
    }

    @Override
    public String toString() {
        if (least == most) {
            return Integer.toString(least);
        }
        return most == NEWEST ? ">=" + least : "<=" + most;
    }

    private static Outcome<VersionRange> read(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Outcome.bad("is not a range of major versions", "write \">=16\", \"<18\" or \"16\"");
        }
        int major = Integer.parseInt(parts.group(2));
        String relation = parts.group(1);
        VersionRange range = relation == null ? new VersionRange(major, major) : range(relation, major);
        return range.least > range.most || range.most < OLDEST
                ? Outcome.bad("fits no version", "write \">=16\", \"<18\" or \"16\"")
                : Outcome.good(range);
    }

    private static VersionRange range(String relation, int major) {
        return switch (relation) {
            case ">=" -> new VersionRange(major, NEWEST);
            case ">" -> new VersionRange(major + 1, NEWEST);
            case "<=" -> new VersionRange(OLDEST, major);
            case "<" -> new VersionRange(OLDEST, major - 1);
            default -> new VersionRange(major, major);
        };
    }
}
