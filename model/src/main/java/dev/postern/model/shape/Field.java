package dev.postern.model.shape;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.tree.Node;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table.
 *
 * @param <V> what is read
 * @param <K> what the key holds: V itself, or an Optional of it
 */
final class Field<R, V, K> {
    private final Key<K> key;
    private final Shape<V> shape;
    private final Function<V, K> wrap;
    private final Optional<K> whenAbsent;
    private final Function<R, Optional<V>> toWrite;
    private final Row row;

    Field(
            Key<K> key,
            Shape<V> shape,
            Function<V, K> wrap,
            Optional<K> whenAbsent,
            Function<R, Optional<V>> toWrite,
            Row row) {
        this.key = key;
        this.shape = shape;
        this.wrap = wrap;
        this.whenAbsent = whenAbsent;
        this.toWrite = toWrite;
        this.row = row;
    }

    String name() {
        return key.name();
    }

    Shape<V> shape() {
        return shape;
    }

    Row row() {
        return row;
    }

    boolean required() {
        return whenAbsent.isEmpty();
    }

    /** Whether the value is good, absent counts as good when it may be. */
    boolean bind(Node.@Nullable Entry entry, Node.Mapping around, Scope scope, Values values) {
        if (entry == null) {
            whenAbsent.ifPresent(value -> values.put(key, value));
            if (required()) {
                scope.add(
                        around.place(),
                        ManifestCode.MISSING,
                        scope.field(name()).path() + " is missing",
                        "add " + name() + ": " + row.meaning());
            }
            return !required();
        }
        Optional<V> bound = shape.bind(entry.value(), scope.field(name()));
        bound.ifPresent(value -> values.put(key, wrap.apply(value)));
        return bound.isPresent();
    }

    Optional<Object> write(R record) {
        return toWrite.apply(record).map(shape::write);
    }
}
