package dev.postern.model.tree;

import dev.postern.kernel.problem.Place;
import java.util.List;
import java.util.Optional;

/** A part of a document and where it stands. */
public sealed interface Node {
    Place place();

    /** As a sentence names it: {@code a list}. */
    default String noun() {
        return switch (this) {
            case Mapping _ -> "a mapping";
            case Items _ -> "a list";
            case Scalar scalar ->
                switch (scalar.type()) {
                    case TEXT -> "text";
                    case INTEGER, DECIMAL -> "a number";
                    case BOOLEAN -> "true or false";
                    case NULL -> "nothing";
                };
        };
    }

    /** Keys in the order written, each once. */
    record Mapping(Place place, List<Entry> entries) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        public Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }

        public Optional<Node> value(String key) {
            return entry(key).map(Entry::value);
        }
    }

    /** @param place of the key */
    record Entry(Place place, String key, Node value) {}

    record Items(Place place, List<Node> items) implements Node {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** @param text as written, without quotes and escapes */
    record Scalar(Place place, Type type, String text) implements Node {}

    /** What a scalar is by YAML 1.2's JSON schema: {@code yes} is text, {@code true} is not. */
    enum Type {
        TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        NULL
    }
}
