package dev.postern.model.shape;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import dev.postern.model.tree.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A text with a grammar.
 *
 * @param pattern an ECMA regular expression for the schema, coarser than {@code read}; empty for none
 * @param hidden whether what was written is left out of problems, because it is a secret or may be one in the wrong place
 */
public record TextShape<T>(
        String type,
        String pattern,
        BiFunction<String, Scope, Outcome<T>> read,
        Function<T, String> write,
        boolean hidden)
        implements Shape<T> {
    public TextShape(
            String type, String pattern, BiFunction<String, Scope, Outcome<T>> read, Function<T, String> write) {
        this(type, pattern, read, write, false);
    }

    /** The same, whose problems do not show what was written. */
    public TextShape<T> hide() {
        return new TextShape<>(type, pattern, read, write, true);
    }

    /** A text that stays one. */
    public static TextShape<String> of(String type, String pattern, Function<String, Outcome<String>> check) {
        return new TextShape<>(type, pattern, (text, _) -> check.apply(text), UnaryOperator.identity());
    }

    @Override
    public Optional<T> bind(Node node, Scope scope) {
        if (!(node instanceof Node.Scalar scalar) || scalar.type() == Node.Type.NULL) {
            return Shape.wrongType(node, scope, type, "write " + type);
        }
        if (scalar.type() != Node.Type.TEXT) {
            return Shape.wrongType(node, scope, type, "put it in double quotes");
        }
        return switch (read.apply(scalar.text(), scope)) {
            case Outcome.Good<T>(T value) -> Optional.of(value);
            case Outcome.Bad<T>(String what, String fix) -> refuse(scalar, scope, ManifestCode.BAD_VALUE, what, fix);
            case Outcome.Later<T>(String what, String instead) ->
                refuse(
                        scalar,
                        scope,
                        ManifestCode.NOT_ENFORCED,
                        what + ", which is not enforced by this build",
                        instead);
        };
    }

    private Optional<T> refuse(Node.Scalar scalar, Scope scope, ManifestCode code, String what, String fix) {
        String shown = hidden ? "" : " " + Problems.show(scalar.text());
        scope.add(scalar.place(), code, scope.path() + shown + " " + what, fix);
        return Optional.empty();
    }

    @Override
    public Object write(T value) {
        return write.apply(value);
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        if (!pattern.isEmpty()) {
            schema.put("pattern", pattern);
        }
        return schema;
    }
}
