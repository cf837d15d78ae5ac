package dev.postern.model.shape;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.tree.Node;
import java.util.Map;
import java.util.Optional;

/** What a value must look like: how it is read from a tree, written as a plain value, and described. */
public sealed interface Shape<T>
        permits TextShape, WordShape, NumberShape, FlagShape, ListShape, MapShape, ObjectShape {
    /** The value, or nothing after the problems have been added to the scope. */
    Optional<T> bind(Node node, Scope scope);

    /** As a plain value: text, whole number, true or false, list, map in order. */
    Object write(T value);

    /** JSON Schema 2020-12. */
    Map<String, Object> schema();

    /** For the documentation: {@code list of text}. */
    String type();

    /** The fields inside, if it has any. */
    default Optional<Fields<?>> fields() {
        return Optional.empty();
    }

    /** What has to be appended to the path of its fields: {@code []} for a list. */
    default String pathSuffix() {
        return "";
    }

    /** Adds that the node is of the wrong type. The value itself is not shown: it may be a secret in the wrong place. */
    static <T> Optional<T> wrongType(Node node, Scope scope, String expected, String fix) {
        boolean nothing = node instanceof Node.Scalar scalar && scalar.type() == Node.Type.NULL;
        scope.add(
                node.place(),
                nothing ? ManifestCode.MISSING : ManifestCode.WRONG_TYPE,
                nothing
                        ? scope.path() + " has no value; " + expected + " is expected"
                        : scope.path() + " is " + node.noun() + ", but " + expected + " is expected",
                fix);
        return Optional.empty();
    }
}
