package dev.postern.access;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code {stage=[prod,test],team=[edge]}} in test tables. */
final class LabelText {
    private static final Pattern KEY = Pattern.compile("(\\w+)=\\[([^]]*)]");

    private LabelText() {}

    static Map<String, List<String>> parse(String text) {
        return KEY.matcher(text)
                .results()
                .collect(Collectors.toMap(
                        match -> match.group(1), match -> List.of(match.group(2).split(",", -1))));
    }
}
