package dev.postern.model.shape;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import dev.postern.model.tree.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of a few words.
 *
 * @param later words that are known and that this build cannot enforce
 */
public record WordShape<T>(Map<String, T> words, List<String> later) implements Shape<T> {
    public static <T> WordShape<T> of(List<T> values, Function<T, String> word, List<String> later) {
        Map<String, T> words = new LinkedHashMap<>();
        values.forEach(value -> words.put(word.apply(value), value));
        return new WordShape<>(words, later);
    }

    @Override
    public Optional<T> bind(Node node, Scope scope) {
        if (!(node instanceof Node.Scalar scalar) || scalar.type() == Node.Type.NULL) {
            return Shape.wrongType(node, scope, type(), "write one of the words");
        }
        String text = scalar.text();
        T value = words.get(text);
        if (value != null) {
            return Optional.of(value);
        }
        if (later.contains(text)) {
            scope.add(
                    node.place(),
                    ManifestCode.NOT_ENFORCED,
                    scope.path() + ": " + text + " is not enforced by this build",
                    "use " + list());
        } else {
            scope.add(
                    node.place(),
                    ManifestCode.UNKNOWN_WORD,
                    scope.path() + " cannot be " + Problems.show(text)
                            + Problems.suggest(
                                    text,
                                    Stream.concat(words.keySet().stream(), later.stream())
                                            .toList()),
                    "use " + list());
        }
        return Optional.empty();
    }

    @Override
    public Object write(T value) {
        return words.entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .findFirst()
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new IllegalArgumentException("no word for " + value));
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("enum", List.copyOf(words.keySet()));
    }

    @Override
    public String type() {
        return words.keySet().stream().map(word -> "`" + word + "`").collect(Collectors.joining(" or "));
    }

    private String list() {
        return String.join(" or ", words.keySet());
    }
}
