package dev.postern.model.shape;

import dev.postern.model.tree.Node;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Named fields that make a value. */
public record ObjectShape<R>(Fields<R> table, Function<Values, R> make) implements Shape<R> {
    @Override
    public Optional<R> bind(Node node, Scope scope) {
        return table.bind(node, scope).map(make);
    }

    @Override
    public Object write(R value) {
        return table.write(value);
    }

    @Override
    public Map<String, Object> schema() {
        return table.schema();
    }

    @Override
    public String type() {
        return "mapping";
    }

    @Override
    public Optional<Fields<?>> fields() {
        return Optional.of(table);
    }
}
