package dev.postern.provision.doctor.message;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every message that is known. */
public final class Messages {
    private static final int LONGEST = 100_000;

    private static final List<Known> ALL = Stream.of(
                    ServerLogins.ALL,
                    ServerSessions.ALL,
                    ServerRights.ALL,
                    ServerTls.ALL,
                    Libpq.ALL,
                    LibpqTls.ALL,
                    Pgjdbc.ALL,
                    GoDrivers.ALL,
                    OtherDrivers.ALL,
                    Poolers.ALL,
                    Platforms.ALL)
            .flatMap(List::stream)
            .toList();

    private static final List<Template> TEMPLATES = ALL.stream()
            .map(Template::new)
            .sorted(Comparator.comparingInt(Template::literal).reversed())
            .toList();

    private Messages() {}

    /** In the order of who prints them. */
    public static List<Known> all() {
        return ALL;
    }

    /**
     * What stands in a text, for example some lines of a log; the most specific first. Nothing when nothing is known.
     *
     * @param text its first 100,000 characters are looked at
     */
    public static List<Explained> explain(String text) {
        String line = oneLine(text);
        List<Template.Match> matches = TEMPLATES.stream()
                .map(template -> template.in(line))
                .flatMap(Optional::stream)
                .toList();
        return matches.stream()
                .filter(match -> matches.stream().noneMatch(match::within))
                .map(Template.Match::explained)
                .toList();
    }

    private static String oneLine(String text) {
        String bounded = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return bounded.replace("\\\"", "\"").replaceAll("[\\p{Cntrl}\\s]+", " ");
    }
}
