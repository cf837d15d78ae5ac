package dev.postern.model.shape;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import dev.postern.model.tree.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The table of one mapping's fields: what may stand there, what it means, what is known but not enforced by this build.
 *
 * @param <R> the record that the fields are written from
 */
public final class Fields<R> {
    private final List<Field<R, ?, ?>> fields;
    private final Map<String, String> later;
    private final Map<String, String> elsewhere;
    private final List<Check> checks;
    private final boolean nearSecrets;

    private Fields(Builder<R> rows) {
        this.fields = List.copyOf(rows.fields);
        this.later = new LinkedHashMap<>(rows.later);
        this.elsewhere = new LinkedHashMap<>(rows.elsewhere);
        this.checks = List.copyOf(rows.checks);
        this.nearSecrets = rows.nearSecrets;
    }

    /** Something that concerns several fields. Asked only when each of them is good by itself. */
    public interface Check {
        void check(Values values, Node.Mapping mapping, Scope scope);
    }

    public Optional<Values> bind(Node node, Scope scope) {
        if (!(node instanceof Node.Mapping mapping)) {
            return Shape.wrongType(
                    node, scope, "a mapping", "write its fields below it: " + String.join(", ", names()));
        }
        Values values = new Values();
        Set<String> excused = new HashSet<>();
        boolean good = refuseOthers(mapping, scope, excused);
        for (Field<R, ?, ?> field : fields) {
            Optional<Node.Entry> entry = mapping.entry(field.name());
            if (entry.isPresent() || !excused.contains(field.name())) {
                good &= field.bind(entry.orElse(null), mapping, scope, values);
            }
        }
        if (good) {
            int before = scope.problems().count();
            checks.forEach(check -> check.check(values, mapping, scope));
            good = scope.problems().count() == before;
        }
        return good ? Optional.of(values) : Optional.empty();
    }

    /** @param excused receives fields that are not missing: something refused stands in their place */
    private boolean refuseOthers(Node.Mapping mapping, Scope scope, Set<String> excused) {
        boolean good = true;
        for (Node.Entry entry : mapping.entries()) {
            String key = entry.key();
            if (names().contains(key)) {
                continue;
            }
            good = false;
            String path = scope.path().isEmpty() ? "the document" : scope.path();
            if (later.containsKey(key)) {
                if (fields.size() == 1) {
                    excused.addAll(names());
                }
                scope.add(
                        entry.place(),
                        ManifestCode.NOT_ENFORCED,
                        scope.field(key).path() + " is not enforced by this build",
                        "remove it; " + later.get(key));
            } else {
                Optional<String> meant = meant(key);
                scope.add(
                        entry.place(),
                        ManifestCode.UNKNOWN_KEY,
                        path + " has no field " + (nearSecrets && meant.isEmpty() ? "of this name" : Problems.show(key))
                                + meant.map(name -> "; did you mean \"" + name + "\"?")
                                        .orElse(""),
                        "known there: " + String.join(", ", names()));
                meant.ifPresent(excused::add);
            }
        }
        return good;
    }

    private Optional<String> meant(String key) {
        List<String> known = new ArrayList<>(names());
        known.addAll(later.keySet());
        known.addAll(elsewhere.keySet());
        return Problems.meant(key, known).map(word -> elsewhere.getOrDefault(word, word));
    }

    public Map<String, Object> write(R record) {
        Map<String, Object> written = new LinkedHashMap<>();
        fields.forEach(field -> field.write(record).ifPresent(value -> written.put(field.name(), value)));
        return written;
    }

    public Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Field<R, ?, ?> field : fields) {
            Map<String, Object> property = new LinkedHashMap<>(field.shape().schema());
            property.put("description", field.row().meaning());
            properties.put(field.name(), property);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        schema.put(
                "required",
                fields.stream().filter(Field::required).map(Field::name).toList());
        schema.put("properties", properties);
        return schema;
    }

    /** Every field with those inside it, by path. */
    public List<Row> rows(String path) {
        List<Row> rows = new ArrayList<>();
        for (Field<R, ?, ?> field : fields) {
            String at = path + field.name();
            Row row = field.row();
            rows.add(new Row(at, row.type(), row.presence(), row.meaning()));
            field.shape()
                    .fields()
                    .ifPresent(
                            inner -> rows.addAll(inner.rows(at + field.shape().pathSuffix() + ".")));
        }
        return rows;
    }

    /** Every field and word that is known and refused, by path, with what to do without it. */
    public Map<String, String> notEnforced(String path) {
        Map<String, String> all = new LinkedHashMap<>();
        later.forEach((name, instead) -> all.put(path + name, instead));
        for (Field<R, ?, ?> field : fields) {
            String at = path + field.name() + field.shape().pathSuffix();
            if (field.shape() instanceof WordShape<?> words && !words.later().isEmpty()) {
                all.put(at + ": " + String.join(", ", words.later()), "use " + words.type());
            }
            field.shape().fields().ifPresent(inner -> all.putAll(inner.notEnforced(at + ".")));
        }
        return all;
    }

    private List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    /** Rows in the order in which they are documented and written. */
    public static final class Builder<R> {
        private final List<Field<R, ?, ?>> fields = new ArrayList<>();
        private final Map<String, String> later = new LinkedHashMap<>();
        private final Map<String, String> elsewhere = new LinkedHashMap<>();
        private final List<Check> checks = new ArrayList<>();
        private boolean nearSecrets;

        public <V> Key<V> required(String name, Shape<V> shape, String meaning, Function<R, V> getter) {
            Key<V> key = new Key<>(name);
            Row row = new Row(name, shape.type(), "required", meaning);
            fields.add(new Field<>(
                    key, shape, Function.identity(), Optional.empty(), r -> Optional.of(getter.apply(r)), row));
            return key;
        }

        public <V> Key<Optional<V>> optional(
                String name, Shape<V> shape, String meaning, Function<R, Optional<V>> getter) {
            Key<Optional<V>> key = new Key<>(name);
            Row row = new Row(name, shape.type(), "optional", meaning);
            fields.add(new Field<>(key, shape, Optional::of, Optional.of(Optional.empty()), getter, row));
            return key;
        }

        /** @param shown the default as the documentation writes it; a value equal to the default is not written */
        public <V> Key<V> withDefault(
                String name, Shape<V> shape, V value, String shown, String meaning, Function<R, V> getter) {
            Key<V> key = new Key<>(name);
            Row row = new Row(name, shape.type(), shown, meaning);
            Function<R, Optional<V>> toWrite =
                    r -> Optional.of(getter.apply(r)).filter(present -> !present.equals(value));
            fields.add(new Field<>(key, shape, Function.identity(), Optional.of(value), toWrite, row));
            return key;
        }

        /** @param instead a clause on what to do without it */
        public Builder<R> later(String name, String instead) {
            later.put(name, instead);
            return this;
        }

        /** @param other what somebody else calls the field, so that it is suggested to whoever writes that */
        public Builder<R> calledElsewhere(String other, String name) {
            elsewhere.put(other, name);
            return this;
        }

        /** A key that resembles none of the fields is not shown: it may be a secret that lacks its colon. */
        public Builder<R> nearSecrets() {
            nearSecrets = true;
            return this;
        }

        public Builder<R> check(Check check) {
            checks.add(check);
            return this;
        }

        public Fields<R> build() {
            return new Fields<>(this);
        }
    }
}
