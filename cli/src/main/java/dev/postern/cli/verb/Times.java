package dev.postern.cli.verb;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them. */
final class Times {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    static String at(Instant instant) {
        return FORMAT.format(instant);
    }

    /** With how long that still is, or that it is over. */
    static String until(Instant end, Instant now) {
        return at(end) + (end.isAfter(now) ? " (" + length(Duration.between(now, end)) + ")" : " (over)");
    }

    /** {@code 12 ms} or {@code 3.2 s}. */
    static String brief(Duration duration) {
        return duration.toSeconds() == 0
                ? duration.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    /** The two largest units. */
    static String length(Duration duration) {
        long days = duration.toDays();
        if (days > 0) {
            return days + " d " + duration.toHoursPart() + " h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }
}
