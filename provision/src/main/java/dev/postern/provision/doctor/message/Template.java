package dev.postern.provision.doctor.message;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of one message as a pattern; what stands for a name is short, so that no text makes it slow. */
final class Template {
    private static final Pattern HOLE = Pattern.compile("\\{([a-z]+)}");
    private static final String VALUE = "(?<%s>[^\\n]{1,300}?)";
    private static final String QUOTED = "(?<%s>[^\"\\n]{1,300}+)";
    private static final String WORD = "(?<%s>[^\\s\"',;)]{1,300}+)";
    private static final String AGAIN = "\\k<%s>";

    private final Known known;
    private final Pattern pattern;
    private final int literal;

    Template(Known known) {
        this.known = known;
        StringBuilder regex = new StringBuilder();
        Map<String, Boolean> named = new HashMap<>();
        Matcher hole = HOLE.matcher(known.text());
        int from = 0;
        int words = 0;
        while (hole.find()) {
            String before = known.text().substring(from, hole.start());
            words += before.length();
            regex.append(Pattern.quote(before));
            String name = hole.group(1);
            String value = hole.end() == known.text().length() ? WORD : before.endsWith("\"") ? QUOTED : VALUE;
            regex.append((named.put(name, true) == null ? value : AGAIN).formatted(name));
            from = hole.end();
        }
        String rest = known.text().substring(from);
        regex.append(Pattern.quote(rest));
        this.pattern = Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
        this.literal = words + rest.length();
    }

    /** How many characters are fixed: of two that match the longer one says more. */
    int literal() {
        return literal;
    }

    Known known() {
        return known;
    }

    /** Where in the text it stands, if it does. */
    Optional<Match> in(String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        matcher.namedGroups().keySet().forEach(name -> values.put(name, matcher.group(name)));
        return Optional.of(new Match(
                this,
                matcher.start(),
                matcher.end(),
                new Explained(known, matcher.group(), fill(known.cause(), values), fill(known.fix(), values))));
    }

    record Match(Template template, int start, int end, Explained explained) {
        boolean within(Match other) {
            return start >= other.start && end <= other.end && end - start < other.end - other.start;
        }
    }

    private static String fill(String sentence, Map<String, String> values) {
        return HOLE.matcher(sentence)
                .replaceAll(hole -> Matcher.quoteReplacement(values.getOrDefault(hole.group(1), hole.group())));
    }
}
