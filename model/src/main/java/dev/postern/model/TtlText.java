package dev.postern.model;

import dev.postern.model.shape.Outcome;
import dev.postern.model.shape.TextShape;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long, as {@code 8h}, {@code 1h30m}, {@code 90s} or {@code 2d}: units from large to small, each at most once. */
final class TtlText {
    private static final Duration MOST = Duration.ofDays(365);
    private static final Pattern GRAMMAR =
            Pattern.compile("(?=.)(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

    static final TextShape<Duration> SHAPE = new TextShape<>(
            "duration such as `8h` or `1h30m`",
            "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$",
            (text, _) -> read(text),
            TtlText::write);

    private TtlText() {}

    static Outcome<Duration> read(String text) {
        Matcher parts = GRAMMAR.matcher(text);
        if (!parts.matches()) {
            return Outcome.bad("is not a duration", "write it as 8h, 1h30m, 90s or 2d");
        }
        Duration value = Duration.ofDays(part(parts, 1))
                .plusHours(part(parts, 2))
                .plusMinutes(part(parts, 3))
                .plusSeconds(part(parts, 4));
        return value.isZero() || value.compareTo(MOST) > 0
                ? Outcome.bad("is not from 1s to 365d", "choose a duration in between")
                : Outcome.good(value);
    }

    static String write(Duration value) {
        StringBuilder text = new StringBuilder();
        append(text, value.toDays(), 'd');
        append(text, value.toHoursPart(), 'h');
        append(text, value.toMinutesPart(), 'm');
        append(text, value.toSecondsPart(), 's');
        return text.toString();
    }

    private static void append(StringBuilder text, long amount, char unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }

    private static long part(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
