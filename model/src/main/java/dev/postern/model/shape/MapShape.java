package dev.postern.model.shape;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import dev.postern.model.tree.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Keys that the writer chooses, each with a value of the same shape. Written in order of the keys. */
public record MapShape<V>(String keyType, Function<String, Outcome<String>> key, Shape<V> value, int least)
        implements Shape<Map<String, V>> {
    @Override
    public Optional<Map<String, V>> bind(Node node, Scope scope) {
        if (!(node instanceof Node.Mapping mapping)) {
            return Shape.wrongType(node, scope, "a mapping", "write it as {key: value}");
        }
        if (mapping.entries().size() < least) {
            scope.add(
                    node.place(),
                    ManifestCode.MISSING,
                    scope.path() + " is empty, at least " + least + " key is expected",
                    "name at least " + least);
            return Optional.empty();
        }
        Map<String, V> values = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            boolean good = checkKey(entry, scope);
            value.bind(entry.value(), scope.field(entry.key()))
                    .filter(_ -> good)
                    .ifPresent(bound -> values.put(entry.key(), bound));
        }
        return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
    }

    private boolean checkKey(Node.Entry entry, Scope scope) {
        return switch (key.apply(entry.key())) {
            case Outcome.Good<String> _ -> true;
            case Outcome.Bad<String>(String what, String fix) ->
                refuse(entry, scope, ManifestCode.BAD_VALUE, what, fix);
            case Outcome.Later<String>(String what, String instead) ->
                refuse(
                        entry,
                        scope,
                        ManifestCode.NOT_ENFORCED,
                        what + ", which is not enforced by this build",
                        instead);
        };
    }

    private static boolean refuse(Node.Entry entry, Scope scope, ManifestCode code, String what, String fix) {
        scope.add(entry.place(), code, scope.path() + ": the key " + Problems.show(entry.key()) + " " + what, fix);
        return false;
    }

    @Override
    public Object write(Map<String, V> values) {
        Map<String, Object> written = new LinkedHashMap<>();
        new TreeMap<>(values).forEach((name, item) -> written.put(name, value.write(item)));
        return written;
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("additionalProperties", value.schema());
        if (least > 0) {
            schema.put("minProperties", least);
        }
        return schema;
    }

    @Override
    public String type() {
        return "map of " + keyType + " to " + value.type();
    }
}
