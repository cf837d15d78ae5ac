package dev.postern.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Rules of one effect by subject, and by subject and role, so that unrelated rules are never looked at. */
final class RuleIndex {
    private final Map<String, List<CompiledRule>> bySubject = new HashMap<>();
    private final Map<Pair, List<CompiledRule>> byPair = new HashMap<>();
    private final Map<String, List<CompiledRule>> ofAnyRole = new HashMap<>();

    private record Pair(String subject, String role) {}

    RuleIndex(List<CompiledRule> rules) {
        for (CompiledRule rule : rules) {
            for (String subject : new LinkedHashSet<>(rule.rule().match().subjects())) {
                bySubject.computeIfAbsent(subject, _ -> new ArrayList<>()).add(rule);
                if (rule.anyRole()) {
                    ofAnyRole.computeIfAbsent(subject, _ -> new ArrayList<>()).add(rule);
                }
                for (String role : rule.roles()) {
                    byPair.computeIfAbsent(new Pair(subject, role), _ -> new ArrayList<>())
                            .add(rule);
                }
            }
        }
    }

    /** Rules that name one of the subjects and the role, or every role; one that does both comes twice. */
    Stream<CompiledRule> candidates(List<String> subjects, String role) {
        return subjects.stream()
                .flatMap(subject -> Stream.concat(
                        byPair.getOrDefault(new Pair(subject, role), List.of()).stream(),
                        ofAnyRole.getOrDefault(subject, List.of()).stream()));
    }

    Stream<CompiledRule> ofSubjects(List<String> subjects) {
        return subjects.stream().flatMap(subject -> bySubject.getOrDefault(subject, List.of()).stream());
    }
}
