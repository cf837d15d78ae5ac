package dev.postern.model.shape;

import dev.postern.model.tree.Node;
import java.util.Map;
import java.util.Optional;

/** {@code true} or {@code false}, and none of the other spellings that YAML once had. */
public record FlagShape() implements Shape<Boolean> {
    @Override
    public Optional<Boolean> bind(Node node, Scope scope) {
        if (node instanceof Node.Scalar scalar && scalar.type() == Node.Type.BOOLEAN) {
            return Optional.of(scalar.text().equals("true"));
        }
        return Shape.wrongType(node, scope, "true or false", "write true or false, in lower case, without quotes");
    }

    @Override
    public Object write(Boolean value) {
        return value;
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "boolean");
    }

    @Override
    public String type() {
        return "`true` or `false`";
    }
}
