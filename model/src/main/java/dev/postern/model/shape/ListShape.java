package dev.postern.model.shape;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.tree.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Some of the same.
 *
 * @param least how many there must be
 * @param bare whether a single one may stand without the list around it
 */
public record ListShape<T>(Shape<T> item, int least, boolean bare) implements Shape<List<T>> {
    public static <T> ListShape<T> of(Shape<T> item) {
        return new ListShape<>(item, 0, false);
    }

    public static <T> ListShape<T> atLeastOne(Shape<T> item) {
        return new ListShape<>(item, 1, false);
    }

    @Override
    public Optional<List<T>> bind(Node node, Scope scope) {
        if (bare && node instanceof Node.Scalar scalar && scalar.type() != Node.Type.NULL) {
            return item.bind(node, scope).map(List::of);
        }
        if (!(node instanceof Node.Items list)) {
            return Shape.wrongType(node, scope, "a list", "write it as [a, b]");
        }
        if (list.items().size() < least) {
            scope.add(
                    node.place(),
                    ManifestCode.MISSING,
                    scope.path() + " is an empty list, at least " + least + " is expected",
                    "name at least " + least);
            return Optional.empty();
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            item.bind(list.items().get(i), scope.item(i)).ifPresent(values::add);
        }
        return values.size() == list.items().size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    @Override
    public Object write(List<T> values) {
        return bare && values.size() == 1
                ? item.write(values.getFirst())
                : values.stream().map(item::write).toList();
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", item.schema());
        if (least > 0) {
            schema.put("minItems", least);
        }
        return bare ? Map.of("anyOf", List.of(item.schema(), schema)) : schema;
    }

    @Override
    public String type() {
        return (bare ? item.type() + ", or list of " : "list of ") + item.type();
    }

    @Override
    public Optional<Fields<?>> fields() {
        return item.fields();
    }

    @Override
    public String pathSuffix() {
        return "[]" + item.pathSuffix();
    }
}
