package dev.postern.model.shape;

import java.util.HashMap;
import java.util.Map;

/** The values of all fields of one table, by key; absent ones have their default. */
public final class Values {
    private final Map<Key<?>, Object> values = new HashMap<>();

    Values() {}

    <V> void put(Key<V> key, V value) {
        values.put(key, value);
    }

    @SuppressWarnings("unchecked") // put() takes a value of the key's type only
    public <V> V get(Key<V> key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no field " + key.name() + " in this table");
        }
        return (V) value;
    }
}
