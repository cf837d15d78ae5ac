package dev.postern.postgres.conninfo;

import dev.postern.kernel.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code pg_service.conf}: read as libpq does, edited so that only sections of our own change and every other byte stays.
 * A section is ours when the line before its header is {@link #MARK}. Text in, text out; the caller writes the file.
 */
public final class ServiceFile {
    /** Stands before each section that Postern wrote. */
    public static final String MARK = "# postern: managed, do not edit";

    /** Where libpq's buffer ends (1024 from version 13 on). */
    private static final int MOST_LINE_BYTES = 1000;

    private static final Pattern HEADER = Pattern.compile("\\s*\\[([^\\]]*)\\].*", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

    // one byte is one character, so that whatever the encoding is, it comes out as it went in
    private final List<String> lines;

    private ServiceFile(List<String> lines) {
        this.lines = lines;
    }

    /** What became of one service. */
    public enum Outcome {
        ADDED,
        REPLACED,
        UNCHANGED,
        REMOVED,
        /** There was none to be removed. */
        ABSENT,
        /** A section of this name that is not ours stands there; it is left alone and ours, if any, is withdrawn. */
        TAKEN
    }

    /** A section; {@code managed} when it is ours. */
    public record Section(String name, boolean managed, int line) {}

    /** The edited file and what became of each service asked for. */
    public record Edit(ServiceFile file, Map<String, Outcome> outcomes) {}

    // from: the mark's line when managed, otherwise the header's; to: behind the last line that is its own
    private record Span(String name, boolean managed, int from, int header, int to) {}

    public static ServiceFile of(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return new ServiceFile(List.copyOf(lines));
    }

    public byte[] content() {
        return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    public List<Section> sections() {
        return spans().stream()
                .map(span -> new Section(utf8(span.name()), span.managed(), span.header() + 1))
                .toList();
    }

    /**
     * The settings of a service: of the first section with its name, each keyword's first value.
     *
     * @throws ConninfoException when libpq would call it a syntax error
     */
    public Optional<Conninfo> find(String service) {
        String wanted = latin1(service);
        return spans().stream()
                .filter(span -> span.name().equals(wanted))
                .findFirst()
                .map(this::read);
    }

    private Conninfo read(Span span) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> first = new LinkedHashMap<>();
        for (int i = span.header() + 1; i < span.to(); i++) {
            String line = strip(lines.get(i));
            int equals = line.indexOf('=');
            String keyword = line.substring(0, Math.max(equals, 0));
            if (isCommentOrBlank(line)) {
                continue;
            }
            if (keyword.equals("service") || Keyword.named(keyword).isEmpty()) {
                problems.add(Problem.of(
                        ConninfoCode.SYNTAX,
                        "line " + (i + 1) + " of the service file is none that libpq takes in a section",
                        "write keyword=value without spaces around =, with a keyword of libpq other than service"));
            } else {
                first.putIfAbsent(keyword, utf8(line.substring(equals + 1)));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConninfoException(problems);
        }
        Draft draft = new Draft();
        first.forEach(draft::put);
        return draft.finish();
    }

    /**
     * @param wanted what our section for a service shall say; empty to have none
     * @throws ConninfoException for settings that cannot stand in a service file, secrets among them
     */
    public Edit edit(Map<String, Optional<Conninfo>> wanted) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        ServiceFile file = this;
        for (Map.Entry<String, Optional<Conninfo>> each : wanted.entrySet()) {
            String name = each.getKey();
            List<String> block =
                    each.getValue().map(conninfo -> block(name, conninfo)).orElse(List.of());
            Edit next = file.put(name, block);
            outcomes.putAll(next.outcomes());
            file = next.file();
        }
        return new Edit(file, outcomes);
    }

    private Edit put(String name, List<String> wanted) {
        List<Span> same = spans().stream()
                .filter(span -> span.name().equals(latin1(name)))
                .toList();
        boolean taken = same.stream().anyMatch(span -> !span.managed());
        List<String> block = taken ? List.of() : wanted;
        List<Span> ours = same.stream().filter(Span::managed).toList();
        List<String> edited = new ArrayList<>(lines);
        // from the end, so that the line numbers before stay true; the first of ours is replaced, others go
        for (Span span : ours.reversed()) {
            List<String> place = edited.subList(span.from(), span.to());
            boolean first = span.equals(ours.getFirst());
            if (!first || !place.equals(block)) {
                place.clear();
                place.addAll(first ? block : List.of());
            }
        }
        if (ours.isEmpty() && !block.isEmpty()) {
            endLastLine(edited);
            edited.addAll(block);
        }
        Outcome outcome = outcome(taken, ours.isEmpty(), block.isEmpty(), edited.equals(lines));
        return new Edit(new ServiceFile(List.copyOf(edited)), Map.of(name, outcome));
    }

    private static Outcome outcome(boolean taken, boolean fresh, boolean none, boolean same) {
        if (taken) {
            return Outcome.TAKEN;
        }
        if (none) {
            return fresh ? Outcome.ABSENT : Outcome.REMOVED;
        }
        if (same) {
            return Outcome.UNCHANGED;
        }
        return fresh ? Outcome.ADDED : Outcome.REPLACED;
    }

    private void endLastLine(List<String> edited) {
        if (!edited.isEmpty() && !edited.getLast().endsWith("\n")) {
            edited.set(edited.size() - 1, edited.getLast() + newline());
        }
    }

    private List<String> block(String name, Conninfo conninfo) {
        if (!NAME.matcher(name).matches()) {
            throw new ConninfoException(
                    ConninfoCode.NOT_EXPRESSIBLE,
                    "a service's name has letters, digits, - _ . and at most 63 of them",
                    "choose another name");
        }
        if (conninfo.hasSecrets()) {
            throw new ConninfoException(
                    ConninfoCode.NOT_EXPRESSIBLE,
                    "a password does not belong into a service file",
                    "use a certificate, or a password file");
        }
        List<String> block = new ArrayList<>();
        block.add(MARK + newline());
        block.add("[" + name + "]" + newline());
        conninfo.settings().forEach((keyword, value) -> block.add(latin1(line(keyword, value)) + newline()));
        return block;
    }

    private static String line(String keyword, String value) {
        String line = keyword + "=" + value;
        boolean changes = !strip(line).equals(line) || value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0;
        boolean tooLong = line.getBytes(StandardCharsets.UTF_8).length > MOST_LINE_BYTES;
        if (changes || tooLong || keyword.equals("service")) {
            throw new ConninfoException(
                    ConninfoCode.NOT_EXPRESSIBLE,
                    "the value of " + keyword + " cannot stand in a service file",
                    "no line breaks, no space at the end, at most " + MOST_LINE_BYTES + " bytes, no other service");
        }
        return line;
    }

    private List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher header = HEADER.matcher(lines.get(i));
            if (header.matches()) {
                boolean managed = i > 0 && strip(lines.get(i - 1)).equals(MARK);
                spans.add(new Span(header.group(1), managed, managed ? i - 1 : i, i, end(i + 1)));
            }
        }
        return spans;
    }

    // behind the last assignment before the next header: comments and blank lines after it belong to what follows
    private int end(int from) {
        int end = from;
        for (int i = from; i < lines.size() && !HEADER.matcher(lines.get(i)).matches(); i++) {
            if (!isCommentOrBlank(strip(lines.get(i)))) {
                end = i + 1;
            }
        }
        return end;
    }

    private String newline() {
        return !lines.isEmpty() && lines.getFirst().endsWith("\r\n") ? "\r\n" : "\n";
    }

    private static boolean isCommentOrBlank(String stripped) {
        return stripped.isEmpty() || stripped.startsWith("#");
    }

    private static String strip(String line) {
        int start = 0;
        int end = line.length();
        while (start < end && KeyValueForm.isBlank(line.charAt(start))) {
            start++;
        }
        while (end > start && KeyValueForm.isBlank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "ServiceFile"
                + new TreeSet<>(sections().stream().map(Section::name).toList());
    }
}
