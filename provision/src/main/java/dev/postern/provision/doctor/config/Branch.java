package dev.postern.provision.doctor.config;

import dev.postern.model.tree.Node;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds its way in a tree, where HCL and JSON write one object as a list of one. */
final class Branch {
    private final List<Node> nodes;

    private Branch(List<Node> nodes) {
        this.nodes = nodes;
    }

    static Branch of(Node node) {
        return new Branch(List.of(node));
    }

    /** What is below a key; of several the last one counts. */
    Branch at(String key) {
        return new Branch(nodes.stream()
                .flatMap(Branch::mappings)
                .flatMap(mapping -> mapping.entries().stream())
                .filter(entry -> entry.key().equals(key))
                .map(Node.Entry::value)
                .toList());
    }

    boolean there() {
        return !nodes.isEmpty();
    }

    /** A text, a number or a flag as it is written; empty if there is none, or nothing is in it. */
    Optional<String> text(String key) {
        return at(key).nodes.stream()
                .filter(Node.Scalar.class::isInstance)
                .map(Node.Scalar.class::cast)
                .filter(scalar -> scalar.type() != Node.Type.NULL)
                .map(Node.Scalar::text)
                .reduce((_, last) -> last)
                .filter(text -> !text.isEmpty());
    }

    /** The same, also when the text is empty. */
    boolean said(String key) {
        return at(key).there();
    }

    /** Names of what is directly below. */
    List<String> keys() {
        return nodes.stream()
                .flatMap(Branch::mappings)
                .flatMap(mapping -> mapping.entries().stream())
                .map(Node.Entry::key)
                .distinct()
                .toList();
    }

    private static Stream<Node.Mapping> mappings(Node node) {
        return switch (node) {
            case Node.Mapping mapping -> Stream.of(mapping);
            case Node.Items items -> items.items().stream().flatMap(Branch::mappings);
            case Node.Scalar _ -> Stream.empty();
        };
    }
}
