package dev.postern.model;

import dev.postern.kernel.problem.Place;
import dev.postern.model.tree.Node;

/** Finds where a value stands that has been bound already. */
final class Places {
    private Places() {}

    /** @param path keys and indexes; as far as it can be followed */
    static Place of(Node node, Object... path) {
        Node at = node;
        for (Object step : path) {
            Node next = next(at, step);
            if (next == at) {
                break;
            }
            at = next;
        }
        return at.place();
    }

    private static Node next(Node node, Object step) {
        return switch (node) {
            case Node.Mapping mapping -> mapping.value(String.valueOf(step)).orElse(node);
            case Node.Items list
            when step instanceof Integer index && index < list.items().size() ->
                list.items().get(index);
            case Node.Items _, Node.Scalar _ -> node;
        };
    }
}
